"""The demo world: what `home/demo/*.toml` tell, lived through from its beginning until now."""

from home.demo_world.people import LOGINS, PASSWORD, address
from home.demo_world.world import World

__all__ = ["LOGINS", "PASSWORD", "World", "address"]
