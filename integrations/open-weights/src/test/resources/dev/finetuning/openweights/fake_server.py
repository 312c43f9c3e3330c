"""Plays the models: the server's own protocol around answers that need the standard library alone."""
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import fine_tuning_server as server


class Engine:
    def load(self, place):
        if os.path.exists(os.path.join(place, "broken")):
            raise OSError("the adapter cannot be read")
        self.note("load", place)

    def unload(self, place):
        self.note("unload", place)

    def note(self, what, place):
        with open(os.path.join(sys.argv[1], "loads.txt"), "a") as file:
            file.write(what + " " + os.path.relpath(place, sys.argv[1]) + "\n")

    def answer(self, place, request, write=None):
        last = request["messages"][-1]["content"]
        if last == "die":
            os._exit(9)
        if last == "break":
            raise server.Refused(400, "template", "the model's chat template refuses these messages")
        if last == "wait":
            time.sleep(30)
        by = "base" if place is None else os.path.relpath(place, sys.argv[1])
        words = (by + " answers " + str(len(last)) + " characters").split()
        most = request.get("max_tokens") or 256
        if write is not None:
            for number, word in enumerate(words[:most]):
                write(word if number == 0 else " " + word)
                if last == "die later":
                    os._exit(9)
                if last == "break later":
                    raise RuntimeError("the engine overheated")
        return " ".join(words[:most]), len(last.split()), min(most, len(words)), most >= len(words)


if __name__ == "__main__":
    server.main(lambda path: Engine())
