"""Answers for one base model and its adapters. usage: python fine_tuning_server.py ROOT BASE_NAME BASE_PATH ENDPOINT_FILE

Speaks the chat completions of OpenAI's shape on the loopback address. The first line of the standard input is the token
that requests must bear; when the standard input ends, so does the server. It writes its port to ENDPOINT_FILE once it can
be asked. The model's name is the base model's, a job's id, or a job's id, "@" and the step of one of its checkpoints.
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


def handler(root, base, engine, token):
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

        def do_POST(self):
            try:
                size = int(self.headers.get("Content-Length") or 0)
                if size > MAX_BODY:
                    self.close_connection = True
                    raise Refused(413, "too_large", "the request is larger than 16 MiB")
                body = self.rfile.read(size)
                bearer = self.headers.get("Authorization", "")
                if not hmac.compare_digest(bearer.encode(), f"Bearer {token}".encode()):
                    raise Refused(401, "invalid_token", "the token is not the server's")
                if self.path != "/v1/chat/completions":
                    raise Refused(404, "unknown_path", "only /v1/chat/completions is answered")
                self.reply(200, self.answer(json.loads(body)))
            except Refused as refusal:
                self.refuse(refusal.status, refusal.code, str(refusal))
            except ValueError:
                self.refuse(400, "invalid_json", "the request is not JSON")
            except Exception as failure:
                print(type(failure).__name__, failure, file=sys.stderr, flush=True)
                self.refuse(500, "internal", type(failure).__name__ + "; the server's log says more")

        def answer(self, request):
            model = request.get("model")
            place = None if model == base else adapter(root, str(model))
            with lock:
                text, asked, answered, ended = engine.answer(place, request)
            return {"id": f"chatcmpl-{time.time_ns()}", "object": "chat.completion", "created": int(time.time()), "model": model,
                    "choices": [{"index": 0, "finish_reason": "stop" if ended else "length",
                                 "message": {"role": "assistant", "content": text}}],
                    "usage": {"prompt_tokens": asked, "completion_tokens": answered, "total_tokens": asked + answered}}

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
    """One base model in memory, and the adapters asked for last."""

    MAX_ADAPTERS = 8

    def __init__(self, path):
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer
        self.torch = torch
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        dtype = torch.bfloat16 if self.device == "cuda" else torch.float32
        self.tokenizer = AutoTokenizer.from_pretrained(path)
        self.model = AutoModelForCausalLM.from_pretrained(path, dtype=dtype).to(self.device).eval()
        self.adapters, self.count = collections.OrderedDict(), 0

    def select(self, place):
        from peft import PeftModel
        if place not in self.adapters:
            self.count += 1
            name = f"adapter{self.count}"
            if isinstance(self.model, PeftModel):
                self.model.load_adapter(place, adapter_name=name)
            else:
                self.model = PeftModel.from_pretrained(self.model, place, adapter_name=name).eval()
            self.adapters[place] = name
            if len(self.adapters) > self.MAX_ADAPTERS:
                self.model.delete_adapter(self.adapters.popitem(last=False)[1])
        self.adapters.move_to_end(place)
        self.model.set_adapter(self.adapters[place])

    def answer(self, place, request):
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
        if request.get("seed") is not None:
            self.torch.manual_seed(request["seed"])
        with self.torch.inference_mode():
            if place is not None:
                self.select(place)
                output = self.model.generate(**encoded, **settings)
            elif hasattr(self.model, "disable_adapter"):
                with self.model.disable_adapter():
                    output = self.model.generate(**encoded, **settings)
            else:
                output = self.model.generate(**encoded, **settings)
        asked = encoded["input_ids"].shape[1]
        tokens = output[0][asked:].tolist()
        return tokenizer.decode(tokens, skip_special_tokens=True), asked, len(tokens), bool(tokens) and tokens[-1] == tokenizer.eos_token_id


def load(path):
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    return Engine(path)


if __name__ == "__main__":
    main(load)
