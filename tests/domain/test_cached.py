"""A property that is worked out once, and keeps nobody else waiting."""

import threading

from domain.cached import cached_property


class Counting:
    """Something that counts how often it had to work."""

    def __init__(self) -> None:
        self.worked = 0

    @cached_property
    def answer(self) -> int:
        """What it works for."""
        self.worked += 1
        return 42


def test_it_is_worked_out_when_it_is_first_asked_for_and_kept():
    counting = Counting()
    assert counting.worked == 0
    assert (counting.answer, counting.answer) == (42, 42)
    assert counting.worked == 1


def test_it_says_what_it_is():
    assert Counting.answer.__doc__ == "What it works for."


def test_while_it_is_worked_out_in_a_thread_that_of_another_object_is_to_be_had():
    begun, go_on = threading.Event(), threading.Event()

    class Slow:
        def __init__(self, *, waits: bool) -> None:
            self.waits = waits

        @cached_property
        def answer(self) -> bool:
            if self.waits:
                begun.set()
                return go_on.wait(10)
            return True

    slow, quick = Slow(waits=True), Slow(waits=False)
    working = threading.Thread(target=lambda: slow.answer)
    working.start()
    assert begun.wait(10)
    asking = threading.Thread(target=lambda: quick.answer)
    asking.start()
    asking.join(5)
    was_answered = not asking.is_alive()
    go_on.set()
    working.join()
    asking.join()
    assert was_answered
