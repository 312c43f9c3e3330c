"""Plays the tokenizer: words are tokens, and the chat template is a short one, which some words make a bad one."""
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import fine_tuning_preview as preview


class Tokenizer:
    chat_template = "fake"

    def apply_chat_template(self, messages, tools=None, tokenize=False, add_generation_prompt=False):
        if any("break" in message["content"] for message in messages):
            raise ValueError("breaks")
        forgets = any("forget" in message["content"] for message in messages)
        thinks = any("think" in message["content"] for message in messages)
        text = f"[tools {len(tools)}]" if tools else ""
        for message in messages:
            calls = "".join(f"<{call['function']['name']} {call['function']['arguments']}>" for call in message.get("tool_calls", []))
            thought = "<thought> " if thinks and message is messages[-1] and message["role"] == "assistant" else ""
            text += f"[{message['role']}] {thought}{message['content']}{'' if forgets else calls} [end]\n"
        return text + ("[assistant] " if add_generation_prompt else "")

    def __call__(self, text, add_special_tokens=False, return_offsets_mapping=False):
        spans = [match.span() for match in re.finditer(r"\s*\S+|\s+$", text)]
        return {"input_ids": list(range(len(spans))), "offset_mapping": spans}


if __name__ == "__main__":
    preview.main(lambda path: Tokenizer())
