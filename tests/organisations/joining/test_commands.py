from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.builders import ACTOR, AT, framework, organisation
from tests.organisations.joining.applying import COMPLETE, asked, opened, signalled, submitted, told, written

from avow.base.refusals import Refusal
from avow.kernel.models import JournalEntry
from avow.organisations.joining import clocks, commands, queries, states
from avow.organisations.models import Application, Membership, Organisation
from avow.outbox.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def installed() -> None:
    framework()


def letters(row: Application) -> list[str]:
    return list(Notice.objects.filter(subject=f"application:{row.pk}").order_by("pk").values_list("kind", flat=True))


def due(row: Application) -> date | None:
    return clocks.due_on(row)


class TestSignalling:
    def test_a_signal_waits_for_its_address_to_be_confirmed(self) -> None:
        row = signalled()
        assert (row.state, letters(row)) == (states.SIGNALLED, ["joining.confirm_address"])

    def test_whoever_signals_cannot_sign_in_yet(self) -> None:
        contact = signalled().contact
        assert contact is not None
        assert not hasattr(contact, "user")

    @pytest.mark.parametrize(
        ("values", "code"),
        [
            ({"name": "  "}, "name-missing"),
            ({"category": "wizards"}, "category-unknown"),
            ({"country": "XXX"}, "country-unknown"),
            ({"country": ""}, "country-or-international"),
            ({"international": True}, "country-or-international"),
            ({"themes": ("magic",)}, "theme-unknown"),
        ],
    )
    def test_what_the_framework_does_not_know_is_refused(self, values: dict[str, object], code: str) -> None:
        with pytest.raises(Refusal) as refused:
            commands.signal(told=told(**values), contact_name="Rosa", email="rosa@example.org", at=AT)
        assert refused.value.code == code
        assert not Application.objects.exists()

    def test_one_address_cannot_be_flooded_with_mails_to_confirm(self) -> None:
        for _ in range(commands.MOST_SIGNALS):
            signalled()
        with pytest.raises(Refusal) as refused:
            signalled()
        assert refused.value.code == "signals-waiting"

    def test_a_link_opened_twice_confirms_once(self) -> None:
        row = opened()
        with pytest.raises(Refusal):
            commands.confirm_address(application=row, at=AT)
        assert letters(row) == ["joining.confirm_address", "joining.remaining"]


class TestWriting:
    def test_what_is_typed_is_kept_and_counted(self) -> None:
        row = opened()
        saved = commands.save(application=row, values={"about": "Legal aid."}, expected_version=row.version)
        assert (saved.about, saved.version) == ("Legal aid.", row.version + 1)

    def test_a_save_on_an_older_version_overwrites_nothing(self) -> None:
        row = opened()
        commands.save(application=row, values={"about": "Hers."}, expected_version=row.version)
        with pytest.raises(Refusal) as refused:
            commands.save(application=row, values={"about": "His."}, expected_version=row.version)
        assert refused.value.code == "version-changed"
        assert Application.objects.get(pk=row.pk).about == "Hers."

    def test_typing_is_not_journalled(self) -> None:
        row = opened()
        before = JournalEntry.objects.count()
        commands.save(application=row, values={"about": "Legal aid."}, expected_version=row.version)
        assert JournalEntry.objects.count() == before

    def test_a_submitted_application_cannot_be_rewritten(self) -> None:
        row = submitted()
        with pytest.raises(Refusal) as refused:
            commands.save(application=row, values={"about": "Other."}, expected_version=row.version)
        assert refused.value.code == "not-now"

    @pytest.mark.parametrize("name", sorted(COMPLETE))
    def test_an_application_that_lacks_something_is_not_submitted(self, name: str) -> None:
        row = written()
        Application.objects.filter(pk=row.pk).update(**{name: "" if isinstance(COMPLETE[name], str) else False})
        with pytest.raises(Refusal) as refused:
            commands.submit(application=row, at=AT)
        assert refused.value.code == "incomplete"
        assert Application.objects.get(pk=row.pk).state == states.OPEN


class TestTheClock:
    def test_it_is_due_21_calendar_days_after_submission(self) -> None:
        assert due(submitted()) == date(2026, 12, 13)

    def test_it_stands_still_while_the_applicant_is_asked(self) -> None:
        assert due(asked()) is None

    def test_an_answer_lets_it_run_on_by_the_days_it_stood_still(self) -> None:
        row = asked(after=5)
        commands.answer(application=row, text="In Puno.", at=AT + timedelta(days=9))
        assert due(row) == date(2026, 12, 17)

    def test_references_of_a_year_follow_each_other(self) -> None:
        rows = [submitted(email=f"{name}@example.org") for name in ("rosa", "ana")]
        assert [row.reference for row in rows] == ["A-2026-0001", "A-2026-0002"]


class TestDeciding:
    def test_an_accepted_applicant_is_an_organisation_with_its_administrator(self) -> None:
        row = submitted()
        made = commands.accept(application=row, actor=ACTOR, at=AT)
        assert (made.name, made.country, made.joined_on, made.origin) == ("Women of the Valley", "PER", AT.date(), "maker")
        assert list(Membership.objects.filter(party=made).values_list("role", flat=True)) == ["administrator"]
        assert made.public_since is None  # nothing names it before its first confirmed commitment

    def test_an_application_about_a_known_organisation_joins_it(self) -> None:
        known = organisation("Women of the Valley")
        made = commands.accept(application=submitted(), actor=ACTOR, at=AT, existing=known)
        assert (made.pk, Organisation.objects.count()) == (known.pk, 1)

    def test_a_second_decision_finds_the_first(self) -> None:
        row = submitted()
        commands.accept(application=row, actor=ACTOR, at=AT)
        with pytest.raises(Refusal) as refused:
            commands.decline(application=row, reason="No.", actor=ACTOR, at=AT)
        assert refused.value.code == "not-now"
        assert Organisation.objects.count() == 1

    def test_a_withdrawn_application_cannot_be_accepted(self) -> None:
        row = submitted()
        commands.withdraw(application=row, at=AT)
        with pytest.raises(Refusal):
            commands.accept(application=row, actor=ACTOR, at=AT)
        assert not Organisation.objects.exists()

    def test_declining_needs_a_reason(self) -> None:
        with pytest.raises(Refusal) as refused:
            commands.decline(application=submitted(), reason=" ", actor=ACTOR, at=AT)
        assert refused.value.code == "reason-missing"

    def test_each_decision_has_its_letter(self) -> None:
        first, second = submitted(), submitted(email="ana@example.org")
        commands.accept(application=first, actor=ACTOR, at=AT)
        commands.decline(application=second, reason="You wrote as a person.", actor=ACTOR, at=AT)
        assert (letters(first)[-1], letters(second)[-1]) == ("joining.accepted", "joining.declined")

    def test_the_journal_keeps_no_name_of_a_person(self) -> None:
        commands.accept(application=submitted(), actor=ACTOR, at=AT)
        kept = " ".join(str(value) for entry in JournalEntry.objects.values_list() for value in entry)
        assert "Rosa" not in kept
        assert "rosa@" not in kept


class TestNamesakes:
    def test_the_same_number_the_same_name_and_a_likeness_are_found(self) -> None:
        by_number = organisation("Quite Another", identifiers=("PE-RUC-1",))
        by_name = organisation("Women of the Valley")
        organisation("Nothing alike at all")
        row = written()
        row.identifier = "PE-RUC-1"
        assert [(one.organisation.pk, one.why) for one in queries.namesakes(row)] == [
            (by_number.pk, "identifier"),
            (by_name.pk, "name"),
        ]

    def test_a_name_spelled_nearly_alike_is_found(self) -> None:
        known = organisation("Women of the Valleys")
        assert [(one.organisation.pk, one.why) for one in queries.namesakes(written())] == [(known.pk, "like")]
