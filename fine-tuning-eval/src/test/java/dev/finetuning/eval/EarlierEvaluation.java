package dev.finetuning.eval;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.eval.scorer.ExactMatch;
import dev.finetuning.example.Message;
import dev.finetuning.example.ToolCall;
import dev.finetuning.journal.Journal;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.testing.ScriptedChatModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An evaluation whose answers an earlier commit paid for, and what it says in plain text. */
final class EarlierEvaluation {
    static final Instant START = Instant.parse("2026-05-04T08:00:00.250Z");

    private EarlierEvaluation() {}

    static List<TestCase> cases() {
        List<TestCase> cases = new ArrayList<>(Cases.numbered(6));
        cases.add(TestCase.of("is it \u00e4\ud83d\ude00?", "yes \u2713"));
        cases.add(TestCase.of("q refused", "never heard"));
        return cases;
    }

    static Evaluator evaluator(Journal journal) {
        ManualTime time = ManualTime.startingAt(START);
        return Evaluator.builder()
                .scorers(new ExactMatch())
                .asking(settings -> settings.concurrency(1))
                .errorLimit(0.5)
                .asking(settings -> settings.journal(journal).clock(time).sleeper(time))
                .build();
    }

    static ScriptedChatModel model() {
        return ScriptedChatModel.answering("asked", EarlierEvaluation::answer);
    }

    private static String answer(ChatRequest request) {
        String question = request.messages().get(0).text();
        return question.matches("q[0-4]") ? "a" + question.substring(1) : "yes \u2713";
    }

    static String describe(Evaluation evaluation) {
        StringBuilder text = new StringBuilder();
        text.append("model = ").append(evaluation.modelId()).append('\n');
        text.append("metrics = ").append(evaluation.metrics()).append('\n');
        text.append("tokens = ").append(evaluation.usage().totalTokens()).append('\n');
        for (CaseResult result : evaluation.results()) {
            String about = "case " + result.testCase().id() + ": ";
            text.append(about).append("input = ");
            result.testCase().input().forEach(message -> message(text, message));
            text.append('\n');
            text.append(about).append("text = ").append(result.text()).append('\n');
            if (held(result.error()) instanceof CaseError error) {
                text.append(about)
                        .append("error = ")
                        .append(error.kind())
                        .append(' ')
                        .append(error.message())
                        .append('\n');
            }
            new TreeMap<>(result.scores())
                    .forEach((metric, score) -> text.append(about)
                            .append(metric)
                            .append(" = ")
                            .append(score.value())
                            .append(' ')
                            .append(score.passed())
                            .append('\n'));
        }
        return text.toString();
    }

    private static void message(StringBuilder text, Message message) {
        text.append(message.role()).append(' ').append(message.text());
        for (ToolCall call : message.toolCalls()) {
            text.append(' ')
                    .append(held(call.id()))
                    .append(' ')
                    .append(call.name())
                    .append(call.arguments());
        }
        text.append("; ");
    }

    private static @Nullable Object held(@Nullable Object value) {
        return value instanceof Optional<?> optional ? optional.orElse(null) : value;
    }

    /** Cases of the file: messages with everything that a message can have. */
    static List<TestCase> rich() {
        return List.of(new TestCase(
                "rich",
                List.of(
                        Message.system("You help."),
                        Message.user("where is it? \u00e4\ud83d\ude00"),
                        Message.assistant(List.of(ToolCall.of("call00001", "find", "{\"id\":7}"))),
                        Message.tool("call00001", "here")),
                List.of(dev.finetuning.example.Tool.of("find", "finds it", Map.of("type", "object"))),
                Optional.of(Message.assistant("yes \u2713")),
                Map.of("points", 3),
                Map.of("language", "en")));
    }
}
