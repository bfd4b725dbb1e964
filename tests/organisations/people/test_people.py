"""Colleagues are invited, change roles, hand over and leave; no organisation is left without an administrator."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from tests.builders import AT, organisation
from tests.builders_people import acting, member, person, sign_in

from avow.accounts.models import Person
from avow.base import clock
from avow.base.refusals import Refusal
from avow.kernel.models import JournalEntry
from avow.organisations.models import Invitation, Membership, Organisation
from avow.organisations.notices import INVITATION
from avow.organisations.people import commands, queries
from avow.outbox import rendering
from avow.outbox.models import Notice
from avow.outbox.rendering import Item, Letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def care() -> Organisation:
    return organisation("Care for All", leads=("care",))


def invite(party: Organisation, email: str = "beni@example.org", *wanted: str, by: str = "P-1", **when: Any) -> Invitation:
    return commands.invite(
        party=party, email=email, name="Beni", language="fr", wanted=wanted or ("editor",), actor=by, at=when.get("at", AT)
    )


def roles(someone: Person, party: Organisation) -> set[str]:
    return set(queries.roles_of(party, someone))


def letter_to(email: str) -> Letter:
    """What the outbox would send them now."""
    notice = Notice.objects.select_related("recipient").get(recipient__email=email)
    words = INVITATION.words(notice)
    assert words is not None
    return rendering.letter_to(notice.recipient, [Item(INVITATION, words)])


def link_for(email: str) -> str:
    found = re.search(r"https://desk\.example(/account/invitation/\S+)", letter_to(email).text)
    assert found is not None
    return found[1]


class TestInviting:
    def test_the_link_leaves_in_the_language_of_the_invited(self, care: Organisation, settings: Any) -> None:
        settings.DESK_URL = "https://desk.example"
        invite(care, at=clock.now())
        assert letter_to("beni@example.org").language == "fr"
        assert link_for("beni@example.org")

    def test_an_invitation_withdrawn_before_its_mail_left_is_not_mailed(self, care: Organisation) -> None:
        one = invite(care, at=clock.now())
        commands.withdraw(invitation=one, actor="P-1", at=clock.now())
        assert INVITATION.words(Notice.objects.get()) is None

    def test_somebody_new_accepts_with_a_code_to_the_invited_address_and_is_a_member(
        self, care: Organisation, client: Client, settings: Any
    ) -> None:
        settings.DESK_URL = "https://desk.example"
        invite(care, at=clock.now())
        link = link_for("beni@example.org")
        assert client.get(link).status_code == 200
        assert client.post(link).url == f"/account/sign-in/code/?next={link}"
        code = re.search(r"\d{4}-\d{4}", str(mail.outbox[-1].body))
        assert code is not None
        assert client.post("/account/sign-in/code/", {"code": code[0], "next": link}).url == link
        assert client.post(link).url == f"/desk/organisations/{care.reference}/people/"
        assert roles(Person.objects.get(email="beni@example.org"), care) == {"editor"}

    def test_the_link_alone_signs_nobody_in(self, care: Organisation, client: Client) -> None:
        from avow.organisations.people.links import link_part

        someone = member(organisation(), email="beni@example.org")
        link = f"/account/invitation/{link_part(invite(care, at=clock.now()))}/"
        client.get(link)
        client.post(link)
        assert client.get("/desk/").status_code == 302
        assert roles(someone, care) == set()

    def test_a_second_use_is_told_clearly_that_it_works_once(self, care: Organisation) -> None:
        one = invite(care)
        beni = Person.objects.get(email="beni@example.org")
        commands.accept(invitation=one, person=beni, actor=beni.reference, at=AT)
        with pytest.raises(Refusal, match="accepted already; it works once"):
            commands.accept(invitation=one, person=beni, actor=beni.reference, at=AT)

    def test_it_ends_after_two_weeks_and_when_it_is_withdrawn(self, care: Organisation) -> None:
        one, other = invite(care), invite(care, "chen@example.org")
        with pytest.raises(Refusal, match="expired"):
            commands.accept(invitation=one, person=one.person, actor="P-2", at=AT + timedelta(days=14))
        commands.withdraw(invitation=other, actor="P-1", at=AT)
        with pytest.raises(Refusal, match="withdrawn"):
            commands.accept(invitation=other, person=other.person, actor="P-2", at=AT)

    def test_it_works_for_the_invited_address_alone(self, care: Organisation) -> None:
        with pytest.raises(Refusal) as refused:
            commands.accept(invitation=invite(care), person=person(), actor="P-2", at=AT)
        assert refused.value.code == "invited-another"

    def test_who_is_invited_or_has_the_roles_is_not_invited_again(self, care: Organisation) -> None:
        invite(care)
        with pytest.raises(Refusal, match="invited already"):
            invite(care)
        member(care, "editor", email="eva@example.org")
        with pytest.raises(Refusal, match="has these roles already"):
            invite(care, "eva@example.org", "editor")

    def test_invitations_are_capped(self, care: Organisation) -> None:
        for number in range(commands.MOST_OPEN):
            invite(care, f"person{number}@example.org")
        with pytest.raises(Refusal) as refused:
            invite(care)
        assert refused.value.code == "too-many"

    def test_names_in_the_mail_never_become_links(self, settings: Any) -> None:
        settings.DESK_URL = "https://desk.example"
        invite(organisation("Win at https://evil.example now\nBcc: all@evil.example"), at=clock.now())
        letter = letter_to("beni@example.org")
        for part in (letter.subject, letter.text, letter.html):
            assert "evil.example" not in part
        assert "\nBcc" not in letter.text

    def test_the_journal_names_neither_name_nor_address(self, care: Organisation) -> None:
        one = invite(care)
        entry = JournalEntry.objects.get(command="organisations.invite")
        assert entry.subject_list == [("party", care.pk), ("person", one.person_id)]


class TestRoles:
    def test_one_person_acts_for_several_organisations_with_several_roles(self, care: Organisation) -> None:
        other = organisation("Land Trust")
        someone = member(care, "editor", "approver")
        Membership.objects.create(person=someone, party=other, role="administrator", since=AT)
        actor = acting(someone)
        assert actor.of == {care.pk: {"editor", "approver"}, other.pk: {"administrator"}}
        assert actor.holds("administrator", other.pk)
        assert not actor.holds("administrator", care.pk)

    def test_members_of_a_leading_organisation_lead_its_themes(self, care: Organisation) -> None:
        assert acting(member(care, "editor")).leads == {"care"}
        assert acting(member(organisation())).leads == frozenset()

    def test_no_role_everywhere_is_a_role_within_a_party(self, care: Organisation) -> None:
        from avow.accounts.actors import EVERYWHERE, WITHIN

        assert not set(EVERYWHERE) & set(WITHIN)

    def test_roles_are_changed_to_exactly_those_wanted(self, care: Organisation) -> None:
        member(care)
        someone = member(care, "editor")
        commands.change_roles(party=care, person=someone, wanted=["approver", "administrator"], actor="P-1", at=AT)
        assert roles(someone, care) == {"approver", "administrator"}

    @pytest.mark.parametrize("wanted", [[], ["owner"], ["editor", "owner"]])
    def test_other_roles_than_the_three_are_refused(self, care: Organisation, wanted: list[str]) -> None:
        someone = member(care, "editor")
        with pytest.raises(Refusal) as refused:
            commands.change_roles(party=care, person=someone, wanted=wanted, actor="P-1", at=AT)
        assert refused.value.code == "roles-missing"

    def test_the_last_administrator_can_neither_be_removed_nor_made_less(self, care: Organisation) -> None:
        someone = member(care)
        for act in (
            lambda: commands.remove(party=care, person=someone, actor="P-1", at=AT),
            lambda: commands.change_roles(party=care, person=someone, wanted=["editor"], actor="P-1", at=AT),
        ):
            with pytest.raises(Refusal) as refused:
                act()
            assert refused.value.code == "last-administrator"
        assert roles(someone, care) == {"administrator"}

    def test_handing_over_moves_the_role_and_leaves_the_giver_as_editor(self, care: Organisation) -> None:
        giver, taker = member(care), member(care, "approver")
        commands.hand_over(party=care, giver=giver, taker=taker, actor=giver.reference, at=AT)
        assert roles(giver, care) == {"editor"}
        assert roles(taker, care) == {"approver", "administrator"}

    def test_it_is_handed_over_to_members_alone(self, care: Organisation) -> None:
        giver = member(care)
        with pytest.raises(Refusal):
            commands.hand_over(party=care, giver=giver, taker=person(), actor=giver.reference, at=AT)

    def test_who_is_removed_is_out_with_the_next_request(self, care: Organisation, client: Client) -> None:
        member(care)
        someone = member(care, "editor")
        sign_in(client, someone)
        page = f"/desk/organisations/{care.reference}/people/"
        assert client.get(page).status_code == 200
        commands.remove(party=care, person=someone, actor="P-1", at=AT)
        assert client.get(page).status_code == 404


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_remove_one_another_at_once_leave_one() -> None:
    from tests.organisations.people.concurrency import both

    care = organisation("Care for All")
    one, other = member(care), member(care)
    outcomes = both(
        lambda: commands.remove(party=care, person=one, actor="P-1", at=AT),
        lambda: commands.remove(party=care, person=other, actor="P-2", at=AT),
    )
    assert connection.vendor == "postgresql"
    assert sorted(outcomes) == ["done", "last-administrator"]
    assert Membership.objects.filter(party=care, role="administrator").count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_a_constant_number_of_questions(
    care: Organisation, client: Client, count: int, django_assert_max_num_queries: Any
) -> None:
    someone = member(care)
    for _ in range(count):
        member(care, "editor", "approver")
        invite(care, f"{person().reference}@example.org", at=clock.now())
    sign_in(client, someone)
    with django_assert_max_num_queries(10):
        assert client.get(f"/desk/organisations/{care.reference}/people/").status_code == 200
