"""Tokens: how programs act for an organisation, within scopes, without ever signing in."""
