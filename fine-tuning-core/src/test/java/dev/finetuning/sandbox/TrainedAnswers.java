package dev.finetuning.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.chat.Usage;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A model that answers with the reply of the training example whose question shares most words. */
public final class TrainedAnswers implements ChatModel {
    private final String id;
    private final List<Pair> pairs = new ArrayList<>();

    private record Pair(Set<String> words, String answer) {}

    /** Learns from the lines of a training file of chats. */
    public TrainedAnswers(String id, List<String> lines) {
        this.id = id;
        lines.forEach(line -> learn(Json.parse(line.replace("\uFEFF", "").getBytes(StandardCharsets.UTF_8))));
    }

    private void learn(JsonNode record) {
        String question = "";
        for (JsonNode message : record.path("messages")) {
            String content = message.path("content").asText("");
            if (message.path("role").asText().equals("user")) {
                question = content;
            } else if (message.path("role").asText().equals("assistant")) {
                pairs.add(new Pair(words(question), content));
            }
        }
    }

    private static Set<String> words(String text) {
        return new HashSet<>(Arrays.asList(text.toLowerCase(Locale.ROOT).split("\\W+", -1)));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public ChatReply ask(ChatRequest request) {
        Set<String> asked = words(request.messages().stream()
                .filter(message -> message.role() == Role.USER)
                .reduce((first, second) -> second)
                .map(Message::text)
                .orElse(""));
        Pair best = new Pair(Set.of(), "I have not been trained on that.");
        double bestOverlap = 0;
        for (Pair pair : pairs) {
            double overlap = overlap(asked, pair.words());
            if (overlap > bestOverlap) {
                best = pair;
                bestOverlap = overlap;
            }
        }
        return ChatReply.of(id, best.answer(), Usage.NONE, Duration.ZERO);
    }

    private static double overlap(Set<String> a, Set<String> b) {
        long shared = a.stream().filter(b::contains).count();
        return (double) shared / (a.size() + b.size() - shared);
    }
}
