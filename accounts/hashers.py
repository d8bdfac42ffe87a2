"""Password hashing with the parameters that OWASP recommends for Argon2id."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class OwaspArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id, 19 MiB, two passes, one lane: strong, and about ten times quicker than the default.

    The opening minute of a round is a wave of sign-ins, so the cost of one is a capacity figure.
    """

    memory_cost = 19 * 1024
    time_cost = 2
    parallelism = 1
