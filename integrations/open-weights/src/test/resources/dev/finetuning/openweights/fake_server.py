"""Plays the models: the server's own protocol around answers that need the standard library alone."""
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import fine_tuning_server as server


class Engine:
    def answer(self, place, request):
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
        return " ".join(words[:most]), len(last.split()), min(most, len(words)), most >= len(words)


if __name__ == "__main__":
    server.main(lambda path: Engine())
