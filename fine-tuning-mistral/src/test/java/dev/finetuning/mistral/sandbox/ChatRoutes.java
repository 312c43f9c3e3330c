package dev.finetuning.mistral.sandbox;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** {@code /chat/completions} and the classifications, answered by what jobs were trained on. */
final class ChatRoutes {
    /** The fields the published description knows; it allows no others. */
    private static final Set<String> KNOWN = Set.of(
            "model",
            "temperature",
            "top_p",
            "max_tokens",
            "stream",
            "stop",
            "random_seed",
            "metadata",
            "messages",
            "response_format",
            "tools",
            "tool_choice",
            "presence_penalty",
            "frequency_penalty",
            "n",
            "prediction",
            "parallel_tool_calls",
            "reasoning_effort",
            "prompt_mode",
            "guardrails",
            "prompt_cache_key",
            "safe_prompt");

    private final Store store;
    private final Function<String, ChatModel> answering;
    private final Function<String, TrainedLabels> classifying;

    ChatRoutes(Store store, Function<String, ChatModel> answering, Function<String, TrainedLabels> classifying) {
        this.store = store;
        this.answering = answering;
        this.classifying = classifying;
    }

    void addTo(Routes routes) {
        routes.on("POST", "/chat/completions", (request, id) -> complete(Json.parse(request.body())))
                .on("POST", "/classifications", (request, id) -> classify(Json.parse(request.body()), false))
                .on("POST", "/chat/classifications", (request, id) -> classify(Json.parse(request.body()), true));
    }

    Answer complete(JsonNode body) {
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            if (!KNOWN.contains(field.getKey())) {
                return Replies.invalid(
                        "Extra inputs are not permitted", Json.value(field.getValue()), "body", field.getKey());
            }
        }
        String model = body.path("model").asText();
        if (!isThere(model)) {
            return Replies.error(400, "1500", "Invalid model: " + model);
        }
        Optional<String> wrong = ChatQuestion.wrongField(body, 1.5);
        if (wrong.isPresent()) {
            return Replies.invalid("Input is not a valid value", null, "body", wrong.get());
        }
        List<Message> messages = ChatQuestion.messages(body);
        ChatReply reply = answering.apply(model).ask(ChatRequest.of(messages));
        if (body.path("stream").asBoolean()) {
            return streamed(body, model, reply);
        }
        Answer answer = Answer.ok(Json.map(
                        "id",
                        "cmpl-" + store.newId(),
                        "object",
                        "chat.completion",
                        "created",
                        store.second(),
                        "model",
                        model,
                        "choices",
                        List.of(choice(reply)),
                        "usage",
                        usage(body, reply)))
                .with("mistral-correlation-id", store.newId());
        return model.equals(ModelRoutes.ENDING)
                ? answer.with("x-model-deprecation-timestamp", ModelRoutes.END)
                : answer;
    }

    private Answer streamed(JsonNode body, String model, ChatReply reply) {
        ChatEvents events = new ChatEvents(Json.map(
                "id",
                "cmpl-" + store.newId(),
                "object",
                "chat.completion.chunk",
                "created",
                store.second(),
                "model",
                model));
        events.add(Json.map("role", "assistant", "content", ""), null);
        events.addText(reply.text());
        events.addLast(Json.map("content", ""), reply.finishReason(), usage(body, reply));
        return events.answer().with("mistral-correlation-id", store.newId());
    }

    private boolean isThere(String model) {
        return ModelRoutes.BASES.contains(model) || store.jobOfModel(model).isPresent();
    }

    private static Map<String, Object> choice(ChatReply reply) {
        return Json.map(
                "index", 0,
                "message", Json.map("role", "assistant", "content", reply.text(), "tool_calls", null),
                "finish_reason", reply.finishReason());
    }

    private static Map<String, Object> usage(JsonNode body, ChatReply reply) {
        int input = body.path("messages").toString().length() / 4;
        int output = Math.max(1, reply.text().length() / 4);
        return Json.map("prompt_tokens", input, "completion_tokens", output, "total_tokens", input + output);
    }

    private Answer classify(JsonNode body, boolean chats) {
        String model = body.path("model").asText();
        if (store.jobOfModel(model).isEmpty()) {
            return Replies.error(400, "1500", "Invalid model: " + model);
        }
        TrainedLabels labels = classifying.apply(model);
        JsonNode input = body.path("input");
        List<Object> results = new ArrayList<>();
        Iterable<JsonNode> inputs = input.isArray() ? input : List.of(input);
        inputs.forEach(each -> results.add(labels.scores(chats ? lastMessage(each) : each.asText())));
        return Answer.ok(Json.map("id", "mod-" + store.newId(), "model", model, "results", results));
    }

    private static String lastMessage(JsonNode chat) {
        JsonNode messages = chat.path("messages");
        return messages.path(messages.size() - 1).path("content").asText("");
    }
}
