package dev.finetuning.openai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.Message;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.ChatEvents;
import dev.finetuning.sandbox.ChatQuestion;
import dev.finetuning.sandbox.Json;
import dev.finetuning.sandbox.Routes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** {@code /chat/completions}, answered by a given model or by what a job was trained on. */
final class ChatRoutes {
    private final Store store;
    private final Function<String, ChatModel> answering;

    ChatRoutes(Store store, Function<String, ChatModel> answering) {
        this.store = store;
        this.answering = answering;
    }

    void addTo(Routes routes) {
        routes.on("POST", "/chat/completions", (request, id) -> complete(Json.parse(request.body())));
    }

    Answer complete(JsonNode body) {
        String model = body.path("model").asText();
        if (!store.known(model)) {
            return Replies.error(404, "model_not_found", "The model '" + model + "' does not exist");
        }
        Optional<String> wrong = ChatQuestion.wrongField(body, 2);
        if (wrong.isPresent()) {
            return Replies.invalid(wrong.get(), "not a value that this field takes.");
        }
        List<Message> messages = ChatQuestion.messages(body);
        ChatReply reply = answering.apply(model).ask(ChatRequest.of(messages));
        if (body.path("stream").asBoolean()) {
            return streamed(body, model, reply);
        }
        return Answer.ok(Json.map(
                        "id", store.newId("chatcmpl-"),
                        "object", "chat.completion",
                        "created", store.now(),
                        "model", model,
                        "choices", List.of(choice(reply)),
                        "usage", usage(body, reply)))
                .with("x-request-id", store.newId("req_"));
    }

    private Answer streamed(JsonNode body, String model, ChatReply reply) {
        ChatEvents events = new ChatEvents(Json.map(
                "id",
                store.newId("chatcmpl-"),
                "object",
                "chat.completion.chunk",
                "created",
                store.now(),
                "model",
                model,
                "service_tier",
                "default",
                "system_fingerprint",
                "fp_sandbox"));
        events.add(Json.map("role", "assistant", "content", "", "refusal", null), null);
        events.addText(reply.text());
        events.add(Map.of(), reply.finishReason());
        if (body.path("stream_options").path("include_usage").asBoolean()) {
            events.addBare(Json.map("choices", List.of(), "usage", usage(body, reply)));
        }
        return events.answer().with("x-request-id", store.newId("req_"));
    }

    private static Map<String, Object> choice(ChatReply reply) {
        return Json.map(
                "index",
                0,
                "message",
                Json.map("role", "assistant", "content", reply.text(), "refusal", null),
                "logprobs",
                null,
                "finish_reason",
                reply.finishReason());
    }

    private static Map<String, Object> usage(JsonNode body, ChatReply reply) {
        int input = body.path("messages").toString().length() / 4;
        int output = Math.max(1, reply.text().length() / 4);
        return Json.map("prompt_tokens", input, "completion_tokens", output, "total_tokens", input + output);
    }
}
