"""People: one erasable table of names."""

from __future__ import annotations

import pytest
from django.apps import apps

from avow.accounts import people
from avow.accounts.models import Person, User


@pytest.mark.django_db
def test_a_person_is_known_elsewhere_by_an_opaque_reference() -> None:
    one, other = (Person.objects.create(name="Amina Diallo", email=f"amina@{n}.example") for n in range(2))
    assert one.reference != other.reference
    assert len(one.reference) == 18
    assert "Amina" not in f"{one}{one.reference}"


@pytest.mark.django_db
def test_a_user_is_found_by_that_reference_and_holds_no_name_and_no_password() -> None:
    person = Person.objects.create(name="Amina Diallo")
    user = User.objects.create(person=person)
    assert User.objects.get_by_natural_key(person.reference) == user
    assert {field.name for field in User._meta.concrete_fields} == {"id", "last_login", "person", "is_active"}


@pytest.mark.django_db
def test_an_address_belongs_to_one_person() -> None:
    assert people.enter(name="Amina", email="Amina@Example.org ").pk == people.enter(name="A.", email="amina@example.org").pk


def test_names_and_addresses_of_people_stand_in_one_table() -> None:
    """An e-mail address anywhere else could not be erased by one command. allauth brings a table of its own, which stays empty
    (see ``desk/test_sign_in``)."""
    holders = {
        model.__name__
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if type(field).__name__ == "EmailField"
    }
    assert holders == {"Person", "EmailAddress"}
