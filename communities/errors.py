from core.errors import DomainError


class LastLeader(DomainError):
    """A community always keeps one leader."""
