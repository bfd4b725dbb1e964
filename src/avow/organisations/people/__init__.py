"""The people of an organisation: roles, invitations, and who is acting in a request."""
