"""What a machine and a site need for publishing, looked at one by one: each answer says what follows and what to do."""
