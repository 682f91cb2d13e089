"""What goes with a text that somebody sends."""

from collections.abc import Collection
from dataclasses import dataclass, field

from forums.queries.files import Placed, place_loose, with_images
from library.models import File


@dataclass
class Chosen:
    """The files that go with a text, and what speaks against others that were sent with it."""

    files: list[File] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    described: dict[int, str] = field(default_factory=dict)  # what is seen on an image, by the id of its file
    loose: Collection[File] = ()  # those that hang on nothing yet
    hanging: Collection[Placed] = ()  # what hangs on it already
    is_asked: bool = True  # whether the form asked which of those stay

    def placed_in(self, text: str) -> str:
        """The text with each new image in it."""
        return with_images(text, self.loose, self.described)

    @property
    def wanted(self) -> list[File] | None:
        """The files that are to hang on it from now on; None where the form asked for nothing of the kind."""
        return self.files if self.is_asked or self.files else None

    @property
    def new(self) -> list[tuple[Placed, str]]:
        """What came with the text, with what is said to be seen on it."""
        return [(each, self.described.get(each.file.pk, "")) for each in place_loose(self.loose)]

    @property
    def kept(self) -> list[tuple[Placed, bool]]:
        """What hangs on it apart from its text, and whether it stays: the text says where its images stand."""
        apart = [each for each in self.hanging if not each.is_image]
        return [(each, not self.is_asked or each.file in self.files) for each in apart]

    @property
    def placed(self) -> list[Placed]:
        """All that would go with the text, for a look at it beforehand."""
        stay = [each for each, stays in self.kept if stays]
        return [*place_loose(self.loose), *(each for each in self.hanging if each.is_image), *stay]
