"""The forms of an application: plain Django forms, made without a request, usable with a prefix."""
