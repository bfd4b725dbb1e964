"""What every column about commitments is: said once, for the desk, the record, the dictionary and redaction."""

from __future__ import annotations

from avow.base.columns import Column, Declaration, Openness, Source, Table, Type

MAKER, TOLD, COMPUTED, SYSTEM = Source.MAKER, Source.TOLD, Source.COMPUTED, Source.SYSTEM

COMMITMENT = Column(
    "commitment",
    Type.TEXT,
    "Reference of the commitment the row belongs to.",
    SYSTEM,
    refers_to="commitments",
    redactable=False,
)
VERSION = Column("version", Type.INTEGER, "Number of the version, from 1.", SYSTEM)
RECORDED = Column("recorded_at", Type.INSTANT, "When Avow learned what the row says.", SYSTEM)
SAID_BY = Column("said_by", Type.TEXT, "Role of who said it: maker, secretariat, or public source.", SYSTEM, codes="origins")

COMMITMENT_COLUMNS = Declaration(
    "commitment",
    (
        Column(
            "reference", Type.TEXT, "Permanent short reference, given at confirmation.", SYSTEM, redactable=False, sort=True
        ),
        Column("title", Type.TEXT, "The promise in a line.", TOLD, text=True, sort=True),
        Column("description", Type.TEXT, "The promise in full.", TOLD, text=True),
        Column("language", Type.TEXT, "Language the text was written in.", TOLD, codes="languages", facet=True),
        Column("owner", Type.TEXT, "Organisation that owns the commitment.", TOLD, refers_to="organisations", facet=True),
        Column("owner_name", Type.TEXT, "Name of the owner in this release.", TOLD, text=True, sort=True),
        Column("category", Type.TEXT, "Stakeholder category of the owner.", TOLD, codes="categories", facet=True),
        Column(
            "reporting_group", Type.TEXT, "Reporting group of the owner.", Source.PACK, codes="reporting_groups", facet=True
        ),
        Column(
            "maker_country",
            Type.TEXT,
            "Where the owner is based, not where the work is done.",
            TOLD,
            codes="countries",
            facet=True,
        ),
        Column("maker_region", Type.TEXT, "M49 region of the owner's country.", COMPUTED, codes="regions", facet=True),
        Column("makers", Type.INTEGER, "How many organisations make it: the owner and its co-makers.", COMPUTED),
        Column(
            "tracks", Type.LIST, "Tracks its themes belong to; empty when no single theme was told.", COMPUTED, codes="tracks"
        ),
        Column("themes", Type.LIST, "Themes it serves; empty when the source names none.", TOLD, codes="themes", facet=True),
        Column("actions", Type.LIST, "Actions it serves.", TOLD, codes="actions", facet=True),
        Column("main_type", Type.TEXT, "Main type.", TOLD, codes="types"),
        Column("types", Type.LIST, "All its types, main one first.", TOLD, codes="types", facet=True),
        Column("scope", Type.TEXT, "Domestic, global, or not told.", TOLD, codes="scopes"),
        Column("countries", Type.LIST, "Where it is carried out.", TOLD, codes="countries", facet=True),
        Column("groups", Type.LIST, "Groups it gives priority to.", TOLD, codes="groups"),
        Column("start", Type.DATE, "Start, at the precision told.", TOLD, sort=True),
        Column("end", Type.DATE, "End, at the precision told; empty when not told.", TOLD, sort=True),
        Column(
            "window",
            Type.TEXT,
            "Registration window it came in by; empty for a commitment told by a public source.",
            SYSTEM,
            codes="windows",
            facet=True,
        ),
        Column("year", Type.INTEGER, "Year of its reference.", SYSTEM, unit="year", facet=True, sort=True),
        Column("collective", Type.TEXT, "Collective it was made in the name of.", TOLD, refers_to="collectives", facet=True),
        Column("joint", Type.BOOLEAN, "Whether several organisations make it together.", TOLD),
        Column(
            "origin",
            Type.TEXT,
            "Where it comes from: its maker, the secretariat for the maker, or a public source.",
            SYSTEM,
            codes="origins",
            facet=True,
        ),
        Column("source_name", Type.TEXT, "Public source it was taken from.", TOLD),
        Column("source_url", Type.TEXT, "Address of that source.", TOLD),
        Column("standing", Type.TEXT, "Live, ended, lapsed, withdrawn or superseded.", COMPUTED, codes="standings", facet=True),
        Column("standing_on", Type.DAY, "Day since which that standing holds; empty while live.", COMPUTED),
        Column(
            "standing_reason",
            Type.TEXT,
            "Why it was withdrawn or superseded, in the words of who said so; empty otherwise.",
            TOLD,
        ),
        Column(
            "standing_said_by",
            Type.TEXT,
            "Role of who withdrew or superseded it; empty otherwise.",
            SYSTEM,
            codes="origins",
        ),
        Column(
            "stage",
            Type.TEXT,
            "Stage last declared by the maker; not reported when never declared.",
            MAKER,
            codes="stages",
            facet=True,
        ),
        Column("stage_on", Type.DAY, "Day that stage was declared.", MAKER),
        Column("trajectory_declared", Type.TEXT, "Trajectory the maker declared.", MAKER, codes="trajectories"),
        Column(
            "trajectory",
            Type.TEXT,
            "Trajectory computed from targets: the worst band among them.",
            COMPUTED,
            codes="trajectories",
            facet=True,
        ),
        Column("endorsement_level", Type.TEXT, "Level at which it was endorsed.", TOLD, codes="endorsement_levels"),
        Column("endorsed_on", Type.DAY, "Day of the endorsement.", TOLD),
        Column("pledge", Type.TEXT, "Unconditional, conditional, condition met, or condition failed.", TOLD, codes="pledges"),
        Column("condition", Type.TEXT, "Approval the pledge depends on.", TOLD),
        Column(
            "affirmed",
            Type.BOOLEAN,
            "Whether its maker gave the affirmation of shared feminist leadership and co-creation.",
            MAKER,
        ),
        Column("principles", Type.TEXT, "How it serves the leadership principles, in the maker's words.", MAKER),
        Column("version", Type.INTEGER, "Number of its current version.", SYSTEM),
        Column(
            "change", Type.TEXT, "Label of its last amendment; empty while at version 1.", COMPUTED, codes="changes", facet=True
        ),
        Column(
            "led_themes",
            Type.LIST,
            "Those of its themes that its owner led on the day of confirmation: there it commits for the leaders' term.",
            SYSTEM,
            codes="themes",
        ),
        Column(
            "exemplar",
            Type.TEXT,
            "What makes it strong, in the secretariat's words, where it is marked as an exemplar; empty otherwise.",
            Source.SECRETARIAT,
        ),
        Column(
            "confirmed_on", Type.DAY, "Day the first version was confirmed, or was taken from its source.", SYSTEM, sort=True
        ),
        Column("pledged_usd", Type.MONEY, "Pledged, gross, at the rate of each entry.", COMPUTED, unit="USD", sort=True),
        Column("pledged_net_usd", Type.MONEY, "Pledged, net of double counting.", COMPUTED, unit="USD"),
        Column("secured_usd", Type.MONEY, "Secured, gross.", COMPUTED, unit="USD"),
        Column("secured_net_usd", Type.MONEY, "Secured, net of double counting.", COMPUTED, unit="USD"),
        Column("disbursed_usd", Type.MONEY, "Disbursed, gross.", COMPUTED, unit="USD"),
        Column("spent_usd", Type.MONEY, "Spent, gross.", COMPUTED, unit="USD"),
        Column(
            "warnings",
            Type.LIST,
            "What an import kept as told though a rule would not allow it today.",
            COMPUTED,
            codes="warnings",
        ),
        Column("links", Type.LIST, "Addresses the maker gives.", TOLD),
        RECORDED,
        Column("endorser", Type.TEXT, "Person who endorsed it.", MAKER, personal=True, openness=Openness.CONFIDENTIAL),
        Column(
            "source_key", Type.TEXT, "Key of the row in the file it was imported from.", SYSTEM, openness=Openness.CONFIDENTIAL
        ),
        Column("contact", Type.TEXT, "Person to ask about it.", MAKER, personal=True, openness=Openness.CONFIDENTIAL),
    ),
)

COMMITMENTS = Table(
    "commitments",
    "Commitments",
    "Every confirmed or told commitment, one row each, at its current version.",
    key=("reference",),
    root="reference",
    columns=COMMITMENT_COLUMNS.pick(
        "reference",
        "title",
        "description",
        "language",
        "owner",
        "owner_name",
        "category",
        "reporting_group",
        "maker_country",
        "maker_region",
        "makers",
        "tracks",
        "themes",
        "actions",
        "main_type",
        "types",
        "scope",
        "countries",
        "groups",
        "start",
        "end",
        "window",
        "year",
        "collective",
        "joint",
        "origin",
        "source_name",
        "source_url",
        "standing",
        "standing_on",
        "standing_reason",
        "standing_said_by",
        "stage",
        "stage_on",
        "trajectory_declared",
        "trajectory",
        "endorsement_level",
        "endorsed_on",
        "pledge",
        "condition",
        "affirmed",
        "principles",
        "version",
        "change",
        "led_themes",
        "exemplar",
        "confirmed_on",
        "pledged_usd",
        "pledged_net_usd",
        "secured_usd",
        "secured_net_usd",
        "disbursed_usd",
        "spent_usd",
        "warnings",
        "links",
        "recorded_at",
    ),
)

VERSIONS = Table(
    "commitment_versions",
    "Versions of commitments",
    "Every frozen text a commitment has had, with the reason for the change and its computed label.",
    key=("commitment", "version"),
    root="commitment",
    columns=(
        COMMITMENT,
        VERSION,
        *COMMITMENT_COLUMNS.pick(
            "title",
            "description",
            "language",
            "start",
            "end",
            "themes",
            "actions",
            "types",
            "scope",
            "countries",
            "groups",
            "endorsement_level",
            "endorsed_on",
            "pledge",
            "condition",
            "affirmed",
            "principles",
            "links",
            "joint",
        ),
        Column("pledged", Type.LIST, "Amounts pledged up to this version, gross, by currency: '48000000.00 USD'.", TOLD),
        Column("label", Type.TEXT, "What the change does to the promise; empty for version 1.", COMPUTED, codes="changes"),
        Column("reason", Type.TEXT, "Why it was changed, in the maker's words.", MAKER),
        Column("valid_from", Type.DAY, "Day from which this version held.", TOLD),
        Column("valid_to", Type.DAY, "Day from which the next one held; empty for the current version.", COMPUTED),
        RECORDED,
        SAID_BY,
    ),
)

SERVED = (
    Column("number", Type.INTEGER, "Position in the maker's list, from 1.", SYSTEM),
    Column("theme", Type.TEXT, "Theme.", TOLD, codes="themes"),
    Column("action", Type.TEXT, "Action of the theme; empty when only the theme was told.", TOLD, codes="actions"),
    Column("share", Type.NUMBER, "Share of its money allotted to it; empty when not told.", MAKER, unit="fraction of 1"),
)

ACTIONS = Table(
    "commitment_actions",
    "Themes and actions of commitments",
    "Which themes and actions a commitment serves, with the share of its money allotted to each where the maker says so.",
    key=("commitment", "number"),
    root="commitment",
    columns=(COMMITMENT, *SERVED),
)

FORMER_ACTIONS = Table(
    "former_actions",
    "Former themes and actions",
    "Which themes and actions each commitment served in its earlier versions, with their shares, as each of them stated it.",
    key=("commitment", "version", "number"),
    root="commitment",
    columns=(COMMITMENT, VERSION, *SERVED),
)

MAKERS = Table(
    "commitment_makers",
    "Makers of commitments",
    "The owner and the co-makers of each commitment; a proposed co-maker was named by a source and has not agreed.",
    key=("commitment", "organisation"),
    root="commitment",
    columns=(
        COMMITMENT,
        Column("organisation", Type.TEXT, "Reference of the organisation.", TOLD, refers_to="organisations"),
        Column("role", Type.TEXT, "Owner, co-maker, or proposed co-maker.", TOLD, codes="maker_roles"),
        Column("since", Type.DAY, "Day the organisation became a maker of it in this role.", SYSTEM),
        Column("reason", Type.TEXT, "Why it came to this role after confirmation; empty when it had it from the start.", TOLD),
    ),
)

FORMER_MAKERS = Table(
    "former_makers",
    "Former makers of commitments",
    "Every role an organisation had in a commitment and has no more: owner, co-maker, or proposed by a public source.",
    key=("commitment", "number"),
    root="commitment",
    columns=(
        COMMITMENT,
        Column("number", Type.INTEGER, "Order in which the roles ended, from 1.", SYSTEM),
        Column("organisation", Type.TEXT, "Reference of the organisation.", TOLD, refers_to="organisations"),
        Column("role", Type.TEXT, "Role it had.", TOLD, codes="maker_roles"),
        Column("since", Type.DAY, "Day it came to that role.", SYSTEM),
        Column("until", Type.DAY, "Day the role ended.", SYSTEM),
        Column("reason", Type.TEXT, "Why it ended, in the words of who said so.", TOLD),
        RECORDED,
        SAID_BY,
    ),
)

TURNS = Table(
    "commitment_turns",
    "Turns of commitments",
    "Everything that happened to a commitment beside its versions, declared stages and money, on its day.",
    key=("commitment", "number"),
    root="commitment",
    columns=(
        COMMITMENT,
        Column("number", Type.INTEGER, "Order in which they were recorded, from 1.", SYSTEM),
        Column("turn", Type.TEXT, "What happened.", SYSTEM, codes="turns"),
        Column("on", Type.DAY, "Day it happened.", TOLD),
        Column("reason", Type.TEXT, "Why, in the words of who said so.", TOLD),
        Column(
            "detail",
            Type.TEXT,
            "The forum it was featured at, the cycles it was silent or back in, what a leader does instead, the former source.",
            TOLD,
        ),
        Column("other", Type.TEXT, "Commitment whose place it took, or that took its place.", TOLD, refers_to="commitments"),
        RECORDED,
        Column("said_by", Type.TEXT, "Role of who said it; empty for what the calendar did.", SYSTEM, codes="origins"),
    ),
)

PROMISED = (
    Column("number", Type.INTEGER, "Number of the target, the same in every version that keeps it.", SYSTEM),
    Column("statement", Type.TEXT, "The target in a sentence.", MAKER, text=True),
    Column("indicator", Type.TEXT, "What is measured.", MAKER),
    Column("unit", Type.TEXT, "Unit it is measured in; empty for a dated milestone.", MAKER),
    Column("baseline", Type.NUMBER, "Value at the start.", MAKER),
    Column("baseline_on", Type.DATE, "Date of the baseline.", MAKER),
    Column("target", Type.NUMBER, "Value promised.", MAKER),
    Column("target_on", Type.DATE, "Date by which it is promised.", MAKER),
    Column("verification", Type.TEXT, "How anybody can verify it.", MAKER),
)

TARGETS = Table(
    "targets",
    "Targets",
    "What each commitment promises to reach, as its current version states it.",
    key=("commitment", "number"),
    root="commitment",
    columns=(
        COMMITMENT,
        *PROMISED,
        Column("latest", Type.NUMBER, "Latest value reported.", MAKER),
        Column("latest_on", Type.DAY, "Date of the latest value.", MAKER),
        Column("band", Type.TEXT, "Trajectory of this target.", COMPUTED, codes="trajectories"),
    ),
)

FORMER_TARGETS = Table(
    "former_targets",
    "Former targets",
    "What each commitment promised to reach in its earlier versions, as each of them stated it.",
    key=("commitment", "version", "number"),
    root="commitment",
    columns=(COMMITMENT, VERSION, *PROMISED),
)

TARGET_VALUES = Table(
    "target_values",
    "Reported values of targets",
    "Every value a maker reported for a target, with the kind of proof it came with.",
    key=("commitment", "target", "number"),
    root="commitment",
    columns=(
        COMMITMENT,
        Column("target", Type.INTEGER, "Number of the target.", SYSTEM),
        Column("number", Type.INTEGER, "Order in which the values were recorded, from 1.", SYSTEM),
        Column("value", Type.NUMBER, "Value reached.", MAKER),
        Column("value_on", Type.DAY, "Date the value is true for.", MAKER),
        Column("proof", Type.TEXT, "Rung of the proof ladder.", MAKER, codes="proofs"),
        RECORDED,
    ),
)

LEDGER = Table(
    "ledger",
    "Money ledger",
    "Every money entry of every commitment. Stages are readings of the same money: add within a stage, never across stages.",
    key=("commitment", "number"),
    root="commitment",
    columns=(
        COMMITMENT,
        Column("number", Type.INTEGER, "Number of the entry within the commitment.", SYSTEM),
        VERSION,
        Column("stage", Type.TEXT, "Pledged, secured, disbursed or spent.", TOLD, codes="money_stages"),
        Column("purpose", Type.TEXT, "What the money is for, in a line.", TOLD),
        Column("amount", Type.MONEY, "Amount, an increment; negative when a pledge was lowered.", TOLD),
        Column("currency", Type.TEXT, "Currency of the amount, ISO 4217.", TOLD, codes="currencies"),
        Column("on", Type.DATE, "Date of the entry, at the precision told.", TOLD),
        Column(
            "usd",
            Type.MONEY,
            "The amount in US dollars at the rate of the entry; empty where no rate is known.",
            COMPUTED,
            unit="USD",
        ),
        Column("rate", Type.NUMBER, "Units of the currency that bought one US dollar, as its source says.", SYSTEM),
        Column("rate_month", Type.DATE, "Month, or year where only that was told, the rate is the average of.", COMPUTED),
        Column("rate_source", Type.TEXT, "Where the rate comes from.", SYSTEM),
        Column("instrument", Type.TEXT, "Grant, loan, in kind, or not told.", TOLD, codes="instruments"),
        Column("novelty", Type.TEXT, "New money, existing money, or unknown.", TOLD, codes="novelties"),
        Column("payer", Type.TEXT, "Organisation that pays, where it is itself public.", TOLD, refers_to="organisations"),
        Column("payer_category", Type.TEXT, "Stakeholder category of the payer.", TOLD, codes="categories"),
        Column(
            "receiver", Type.TEXT, "Organisation that receives, where it is itself public.", TOLD, refers_to="organisations"
        ),
        Column("receiver_category", Type.TEXT, "Stakeholder category of the receiver.", TOLD, codes="categories"),
        Column("fulfils", Type.INTEGER, "Number of the pledge in this commitment that the entry fulfils.", MAKER),
        Column("netted", Type.BOOLEAN, "Whether the net total leaves it out because it is counted at its source.", COMPUTED),
        Column("netted_at", Type.TEXT, "Commitment at which it is counted.", TOLD, refers_to="commitments"),
        Column("netted_reason", Type.TEXT, "Why it is netted.", TOLD, codes="netting_reasons"),
        RECORDED,
        SAID_BY,
    ),
)

STAGES = Table(
    "stage_declarations",
    "Declared stages",
    "Every stage and trajectory a maker declared, with the day it was said.",
    key=("commitment", "number"),
    root="commitment",
    columns=(
        COMMITMENT,
        Column("number", Type.INTEGER, "Order of the declarations, from 1.", SYSTEM),
        Column("stage", Type.TEXT, "Stage declared.", MAKER, codes="stages"),
        Column("trajectory", Type.TEXT, "Trajectory declared.", MAKER, codes="trajectories"),
        Column("said_on", Type.DAY, "Day it was said.", MAKER),
        Column("reason", Type.TEXT, "Why it differs from the computed trajectory, in the maker's words.", MAKER),
        RECORDED,
        SAID_BY,
    ),
)

STRENGTHS = Table(
    "strengths",
    "Strength",
    "How strong each commitment is by the open rules of the framework, at its current version; none where only a public source "
    "tells of it.",
    key=("commitment",),
    root="commitment",
    columns=(
        COMMITMENT,
        VERSION,
        Column("overall", Type.INTEGER, "Overall score, from 0 to 3.", COMPUTED),
        Column("scores", Type.LIST, "Score of each criterion and of its parts, 0 to 3: code, colon, score.", COMPUTED),
        Column(
            "spoken",
            Type.BOOLEAN,
            "Whether the rules know words of the language it is written in; else they rest on fields and figures.",
            COMPUTED,
        ),
        Column("pack", Type.TEXT, "Pack and version whose rules computed it.", SYSTEM),
        RECORDED,
    ),
)

TABLES = (
    COMMITMENTS, VERSIONS, ACTIONS, FORMER_ACTIONS, MAKERS, FORMER_MAKERS, TURNS, TARGETS, FORMER_TARGETS, TARGET_VALUES,
    LEDGER, STAGES, STRENGTHS,
)  # fmt: skip
