"""What every column about organisations is: said once, for the desk, the record, the dictionary and erasure."""

from __future__ import annotations

from avow.base.columns import Column, Declaration, Openness, Source, Table, Type

REFERENCE = Column(
    "reference", Type.TEXT, "Permanent short reference of the organisation.", Source.SYSTEM, redactable=False, sort=True
)

ORGANISATION = Declaration(
    "organisation",
    (
        REFERENCE,
        Column("slug", Type.TEXT, "The organisation's part of its page address.", Source.SYSTEM),
        Column("name", Type.TEXT, "Name the organisation goes by.", Source.TOLD, text=True, sort=True),
        Column("aliases", Type.LIST, "Other names it is known by, former ones included.", Source.TOLD, text=True),
        Column("category", Type.TEXT, "Stakeholder category.", Source.TOLD, codes="categories", facet=True),
        Column("sub_category", Type.TEXT, "Sub-category within the stakeholder category.", Source.TOLD, codes="sub_categories"),
        Column(
            "reporting_group", Type.TEXT, "Group in which shares by category count it.", Source.PACK, codes="reporting_groups"
        ),
        Column(
            "country",
            Type.TEXT,
            "Country in which the organisation is based; empty for an international one.",
            Source.TOLD,
            codes="countries",
            facet=True,
        ),
        Column("region", Type.TEXT, "M49 region of its country.", Source.COMPUTED, codes="regions", facet=True),
        Column("international", Type.BOOLEAN, "Whether it belongs to no single country.", Source.TOLD),
        Column("identifiers", Type.LIST, "Registry identifiers, prefix of org-id.guide first: GB-CHC-1234567.", Source.TOLD),
        Column("website", Type.TEXT, "Address of its public site.", Source.TOLD),
        Column("leads", Type.LIST, "Themes the organisation leads.", Source.SECRETARIAT, codes="themes"),
        Column("signatory", Type.BOOLEAN, "Whether it has signed the Compact.", Source.SECRETARIAT),
        Column(
            "joined_on",
            Type.DAY,
            "Day it was accepted as commitment maker; empty when only told of by a source.",
            Source.SECRETARIAT,
        ),
        Column(
            "origin",
            Type.TEXT,
            "Who entered it: the maker, the secretariat, or a public source.",
            Source.SYSTEM,
            codes="origins",
            facet=True,
        ),
        Column("recorded_at", Type.INSTANT, "When Avow learned the row as it stands.", Source.SYSTEM),
        Column(
            "source_key",
            Type.TEXT,
            "Key of the row in the file it was imported from.",
            Source.SYSTEM,
            openness=Openness.CONFIDENTIAL,
        ),
        Column("notes", Type.TEXT, "Notes of the secretariat.", Source.SECRETARIAT, openness=Openness.CONFIDENTIAL),
    ),
)

ORGANISATIONS = Table(
    "organisations",
    "Organisations",
    "Every organisation that made, shares or leads a published commitment, as it stands in this release.",
    key=("reference",),
    root="reference",
    columns=ORGANISATION.pick(
        "reference",
        "slug",
        "name",
        "aliases",
        "category",
        "sub_category",
        "reporting_group",
        "country",
        "region",
        "international",
        "identifiers",
        "website",
        "leads",
        "signatory",
        "joined_on",
        "origin",
        "recorded_at",
    ),
)
