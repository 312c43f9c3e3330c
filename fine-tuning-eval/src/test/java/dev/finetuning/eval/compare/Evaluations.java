package dev.finetuning.eval.compare;

import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.Usage;
import dev.finetuning.eval.CaseResult;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.TestCase;
import dev.finetuning.eval.scorer.Score;
import dev.finetuning.example.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Evaluations with given scores, for tests of what is made of them. */
final class Evaluations {
    private Evaluations() {}

    /** One case per score, NaN for an absent one; even cases in slice "even". */
    static Evaluation of(String model, double... scores) {
        List<CaseResult> results = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            results.add(result(model, testCase(i, Map.of("parity", i % 2 == 0 ? "even" : "odd")), scores[i]));
        }
        return new Evaluation("evaluation of " + model, model, "", List.of("M"), results);
    }

    /** Cases in groups of {@code size}. */
    static Evaluation grouped(String model, int size, double... scores) {
        List<CaseResult> results = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            results.add(result(model, testCase(i, Map.of("group", "g" + i / size)), scores[i]));
        }
        return new Evaluation("evaluation of " + model, model, "", List.of("M"), results);
    }

    static TestCase testCase(int number, Map<String, String> metadata) {
        List<Message> input = List.of(Message.user("question " + number));
        return new TestCase(
                "case-" + number, input, List.of(), Optional.of(Message.assistant("x")), Map.of(), metadata);
    }

    private static CaseResult result(String model, TestCase testCase, double value) {
        Score score = Double.isNaN(value) ? Score.absent("M", "not judged") : Score.of("M", value, 0.5);
        ChatReply reply = ChatReply.of(model, "answer", Usage.of(10, 5), Duration.ofMillis(20));
        return CaseResult.answered(testCase, 0, reply, Map.of("M", score));
    }
}
