package dev.finetuning.synthesis;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.format.ChatMessages;
import dev.finetuning.internal.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One call to make.
 *
 * @param seed what it is about
 * @param request what to send
 * @param wanted how many examples its answer should hold
 * @param key what its answer is kept under, up to the attempt: model, host, request and repeat
 */
record Question(Seed seed, ChatRequest request, int wanted, String key) {
    static Question of(Seed seed, ChatModel model, ChatRequest request, int wanted, int repeat) {
        return new Question(seed, request, wanted, hash(canonical(model, request, repeat)));
    }

    /** The key of one attempt at it: an answer that was no use is kept too, and asked for again once. */
    String key(int attempt) {
        return attempt == 0 ? key : key + "#" + attempt;
    }

    private static String canonical(ChatModel model, ChatRequest request, int repeat) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("host", model.host());
        fields.put("model", model.id());
        fields.put("repeat", repeat);
        fields.put(
                "ask",
                ChatMessages.format().write(new ChatExample(request.messages(), request.tools(), ExampleInfo.NONE)));
        fields.put("settings", settings(request));
        fields.put("options", request.options());
        return JsonText.of(fields);
    }

    /** As it was first written: {@code null} for what is not set. */
    private static String settings(ChatRequest request) {
        OptionalDouble temperature = request.temperature();
        OptionalInt maxTokens = request.maxTokens();
        OptionalLong seed = request.seed();
        return (temperature.isPresent() ? temperature.getAsDouble() : "null") + " "
                + (maxTokens.isPresent() ? maxTokens.getAsInt() : "null") + " "
                + (seed.isPresent() ? seed.getAsLong() : "null");
    }

    static String hash(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
