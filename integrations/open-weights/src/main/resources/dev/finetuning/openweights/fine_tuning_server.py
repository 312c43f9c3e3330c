"""Answers for one base model and its adapters. usage: python fine_tuning_server.py ROOT BASE_NAME BASE_PATH ENDPOINT_FILE

Speaks the chat completions of OpenAI's shape on the loopback address, whole or in events. The first line of the standard
input is the token that requests must bear; when the standard input ends, so does the server. It writes its port to
ENDPOINT_FILE once it can be asked. The model's name is the base model's, a job's id, or a job's id, "@" and the step of
one of its checkpoints. Adapters are loaded when they are asked for, and the ones asked last are kept. What was loaded by
/v1/load_lora_adapter, as vLLM has it, stays until /v1/unload_lora_adapter; /v1/models lists it.
"""
import collections
import hmac
import json
import os
import re
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# beside this file
from fine_tuning_rows import plain

MODEL = re.compile(r"(ow-[a-z0-9]{1,40})(?:@([0-9]{1,12}))?")
MAX_BODY = 16 << 20


class Refused(Exception):
    """The request cannot be answered, whoever sends it again."""

    def __init__(self, status, code, message):
        super().__init__(message)
        self.status, self.code = status, code


def adapter(root, model):
    """The folder of an adapter by its name."""
    match = MODEL.fullmatch(model)
    place = None
    if match:
        parts = ("checkpoints", f"checkpoint-{match[2]}") if match[2] else ("adapter",)
        place = os.path.join(root, "jobs", match[1], *parts)
    if place is None or not os.path.exists(os.path.join(place, "adapter_config.json")):
        raise Refused(404, "model_not_found", "there is no such model")
    return place


class Events:
    """An answer in events. Its head is sent with the first of them, so that what is refused before has a status."""

    STALLED = 60

    def __init__(self, request, head):
        self.request, self.head, self.begun = request, head, False

    def text(self, text):
        if text:
            self.send(delta={"content": text})

    def send(self, delta=None, finish_reason=None, **more):
        self.write(json.dumps({**self.head, "choices": [{"index": 0, "delta": delta or {}, "finish_reason": finish_reason}], **more}))

    def write(self, data):
        if not self.begun:
            self.begun = True
            self.request.connection.settimeout(self.STALLED)
            self.request.send_response(200)
            self.request.send_header("Content-Type", "text/event-stream")
            self.request.send_header("Transfer-Encoding", "chunked")
            self.request.end_headers()
        event = f"data: {data}\n\n".encode()
        self.request.wfile.write(b"%x\r\n%b\r\n" % (len(event), event))
        self.request.wfile.flush()

    def end(self):
        self.write("[DONE]")
        self.request.wfile.write(b"0\r\n\r\n")
        self.request.connection.settimeout(None)

    def fail(self, failure):
        self.request.close_connection = True
        self.write(json.dumps({"error": {"message": type(failure).__name__ + "; the server's log says more", "code": "internal"}}))


def handler(root, base, engine, token):
    lock, named = threading.Lock(), {}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

        def do_GET(self):
            self.serve({"/v1/models": self.models})

        def do_POST(self):
            self.serve({"/v1/chat/completions": self.chat, "/v1/load_lora_adapter": self.load, "/v1/unload_lora_adapter": self.unload})

        def serve(self, paths):
            try:
                size = int(self.headers.get("Content-Length") or 0)
                if size > MAX_BODY:
                    self.close_connection = True
                    raise Refused(413, "too_large", "the request is larger than 16 MiB")
                body = self.rfile.read(size)
                bearer = self.headers.get("Authorization", "")
                if not hmac.compare_digest(bearer.encode(), f"Bearer {token}".encode()):
                    raise Refused(401, "invalid_token", "the token is not the server's")
                if self.path not in paths:
                    raise Refused(404, "unknown_path", "there is no such path")
                paths[self.path](json.loads(body or b"{}"))
            except Refused as refusal:
                self.refuse(refusal.status, refusal.code, str(refusal))
            except ValueError:
                self.refuse(400, "invalid_json", "the request is not JSON")
            except ConnectionError:
                self.close_connection = True  # whoever asked is gone
            except Exception as failure:
                print(type(failure).__name__, failure, file=sys.stderr, flush=True)
                self.refuse(500, "internal", type(failure).__name__ + "; the server's log says more")

        def chat(self, request):
            model = str(request.get("model"))
            place = None if model == base else named.get(model) or adapter(root, model)
            head = {"id": f"chatcmpl-{time.time_ns()}", "created": int(time.time()), "model": model}
            if request.get("stream"):
                self.stream(place, request, Events(self, {**head, "object": "chat.completion.chunk"}))
                return
            with lock:
                text, *end = engine.answer(place, request)
            reason, usage = ending(*end)
            self.reply(200, {**head, "object": "chat.completion", "usage": usage, "choices": [
                {"index": 0, "finish_reason": reason, "message": {"role": "assistant", "content": text}}]})

        def stream(self, place, request, events):
            try:
                with lock:
                    _, *end = engine.answer(place, request, events.text)
                reason, usage = ending(*end)
                events.send(finish_reason=reason, usage=usage)
                events.end()
            except Exception as failure:
                if not events.begun or isinstance(failure, ConnectionError):
                    raise
                print(type(failure).__name__, failure, file=sys.stderr, flush=True)
                events.fail(failure)

        def models(self, _):
            self.reply(200, {"object": "list", "data": [{"id": base, "object": "model", "root": base, "parent": None}] + [
                {"id": name, "object": "model", "root": place, "parent": base} for name, place in sorted(named.items())]})

        def load(self, request):
            name, place = str(request.get("lora_name") or ""), str(request.get("lora_path") or "")
            if not name or not place:
                raise Refused(400, "invalid_input", "both lora_name and lora_path must be given")
            if not os.path.exists(os.path.join(place, "adapter_config.json")):
                raise Refused(404, "adapter_not_found", f"there is no adapter in {place}")
            with lock:
                if name in named or name == base:
                    raise Refused(400, "already_loaded", f"{name} is loaded already")
                try:
                    engine.load(place)
                except Exception as failure:
                    print(type(failure).__name__, failure, file=sys.stderr, flush=True)
                    raise Refused(400, "not_loaded", f"{name} cannot be loaded: {type(failure).__name__}; the server's log says more")
                named[name] = place
            self.reply(200, {"loaded": name})

        def unload(self, request):
            name = str(request.get("lora_name") or "")
            with lock:
                if name not in named:
                    raise Refused(404, "adapter_not_found", f"{name} is not loaded")
                place = named.pop(name)
                if place not in named.values():
                    engine.unload(place)
            self.reply(200, {"unloaded": name})

        def refuse(self, status, code, message):
            self.reply(status, {"error": {"message": message, "type": "invalid_request_error", "code": code}})

        def reply(self, status, body):
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    return Handler


def ending(asked, answered, ended):
    """Why an answer ended, and what it took."""
    return ("stop" if ended else "length",
            {"prompt_tokens": asked, "completion_tokens": answered, "total_tokens": asked + answered})


def main(load):
    root, base, path, endpoint = sys.argv[1:5]
    token = sys.stdin.readline().strip()
    # the one who started this server holds the other end open for as long as he lives
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(root, base, load(path), token))
    with open(endpoint + ".part", "w") as file:
        json.dump({"port": server.server_address[1]}, file)
    os.rename(endpoint + ".part", endpoint)
    server.serve_forever()


# ----------------------------------------------------------------------------------------------------------------
# from here on: PyTorch, transformers and PEFT


class Engine:
    """One base model in memory, the adapters that were loaded, and those asked for last."""

    MAX_ADAPTERS = 8

    def __init__(self, path):
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer
        self.torch = torch
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        dtype = torch.bfloat16 if self.device == "cuda" else torch.float32
        self.tokenizer = AutoTokenizer.from_pretrained(path)
        self.model = AutoModelForCausalLM.from_pretrained(path, dtype=dtype).to(self.device).eval()
        self.adapters, self.kept, self.count = collections.OrderedDict(), set(), 0

    def load(self, place):
        """Reads an adapter, which stays until it is unloaded."""
        self.read(place)
        self.kept.add(place)

    def unload(self, place):
        self.kept.discard(place)
        if place in self.adapters:
            self.drop(place)

    def drop(self, place):
        name = self.adapters.pop(place)
        if self.adapters:
            self.model.delete_adapter(name)
        else:  # PEFT cannot answer without any adapter once it had one
            self.model = self.model.unload()

    def read(self, place):
        from peft import PeftModel
        if place not in self.adapters:
            self.count += 1
            name = f"adapter{self.count}"
            if isinstance(self.model, PeftModel):
                self.model.load_adapter(place, adapter_name=name)
            else:
                self.model = PeftModel.from_pretrained(self.model, place, adapter_name=name).eval()
            self.adapters[place] = name
            others = [each for each in self.adapters if each not in self.kept and each != place]
            if len(others) >= self.MAX_ADAPTERS:
                self.drop(others[0])
        self.adapters.move_to_end(place)

    def select(self, place):
        self.read(place)
        self.model.set_adapter(self.adapters[place])

    def answer(self, place, request, write=None):
        """The text, and how many tokens were read and written, and whether it came to an end; hands over the text
        while it is written to whoever wants it."""
        tokenizer = self.tokenizer
        try:
            encoded = tokenizer.apply_chat_template(
                plain(request["messages"]), tools=request.get("tools") or None, add_generation_prompt=True,
                return_tensors="pt", return_dict=True).to(self.device)
        except Exception as failure:
            raise Refused(400, "template", f"the model's chat template refuses these messages ({type(failure).__name__})")
        temperature = request.get("temperature") or 0
        settings = dict(max_new_tokens=request.get("max_tokens") or 256, do_sample=temperature > 0,
                        pad_token_id=tokenizer.pad_token_id if tokenizer.pad_token_id is not None else tokenizer.eos_token_id,
                        eos_token_id=tokenizer.eos_token_id)
        if temperature > 0:
            settings["temperature"] = temperature
        if write is not None:
            settings["streamer"] = streamer(tokenizer, write)
        if request.get("seed") is not None:
            self.torch.manual_seed(request["seed"])
        with self.torch.inference_mode():
            if place is not None:
                self.select(place)
                output = self.model.generate(**encoded, **settings)
            elif self.adapters:
                with self.model.disable_adapter():
                    output = self.model.generate(**encoded, **settings)
            else:
                output = self.model.generate(**encoded, **settings)
        asked = encoded["input_ids"].shape[1]
        tokens = output[0][asked:].tolist()
        return tokenizer.decode(tokens, skip_special_tokens=True), asked, len(tokens), bool(tokens) and tokens[-1] == tokenizer.eos_token_id


def streamer(tokenizer, write):
    """Hands over whole words as tokens become them; what the writing raises ends the answer."""
    from transformers import TextStreamer

    class Streamer(TextStreamer):
        def on_finalized_text(self, text, stream_end=False):
            write(text)

    return Streamer(tokenizer, skip_prompt=True, skip_special_tokens=True)


def load(path):
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    return Engine(path)


if __name__ == "__main__":
    main(load)
