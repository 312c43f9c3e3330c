package dev.finetuning.eval.report;

import dev.finetuning.asking.FailureKind;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.Usage;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.eval.CaseError;
import dev.finetuning.eval.CaseResult;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.TestCase;
import dev.finetuning.eval.scorer.Score;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.example.Origin;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.QualityReport;
import dev.finetuning.quality.Severity;
import dev.finetuning.registry.promotion.GateVerdict;
import dev.finetuning.registry.promotion.PromotionDecision;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.SemanticVersion;
import dev.finetuning.training.Metrics;
import dev.finetuning.training.TrainingEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A report with every piece there is, whose every text goes through a function. */
final class SamplePieces {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> LABELS = List.of("billing", "delivery", "refund", "account");

    private final UnaryOperator<String> text;
    private final int cases;

    SamplePieces(int cases, UnaryOperator<String> text) {
        this.cases = cases;
        this.text = text;
    }

    Report report() {
        return Report.builder(text.apply("Support answers"))
                .candidate(evaluation("tuned", 7))
                .against(evaluation("base", 3))
                .decision(PromotionDecision.builder(
                                text.apply("support"),
                                SemanticVersion.parse("1.3.0"),
                                Alias.PRODUCTION,
                                Author.of("ci", ""),
                                NOW)
                        .champion(SemanticVersion.parse("1.2.0"))
                        .verdicts(List.of(
                                GateVerdict.pass(text.apply("accuracy >= 0.8"), text.apply("0.912 on 240 cases")),
                                GateVerdict.fail(text.apply("latency p95 <= 400 ms"), text.apply("412 ms"))))
                        .build())
                .dataset(dataset().statistics())
                .findings(findings())
                .training(events())
                .fact(text.apply("Dataset"), text.apply("sha256:1c0ffee"))
                .build();
    }

    private Evaluation evaluation(String model, int quality) {
        List<CaseResult> results = new ArrayList<>();
        for (int i = 0; i < cases; i++) {
            String label = text.apply(LABELS.get(i % LABELS.size()));
            TestCase testCase = new TestCase(
                    text.apply("case" + i),
                    List.of(
                            Message.system(text.apply("Answer politely and name the team.")),
                            Message.user(text.apply("Question " + i + ": where is my parcel, and who pays for it?"))),
                    List.of(),
                    Optional.of(Message.assistant(label)),
                    Map.of(),
                    Map.of("category", label));
            results.add(result(testCase, model, i, (i * 7 + i / 11) % 10 < quality, i));
        }
        return new Evaluation(
                "0123456789abcdef", text.apply(model), text.apply("local"), List.of(text.apply("ExactMatch")), results);
    }

    private CaseResult result(TestCase testCase, String model, int i, boolean right, int spread) {
        if (i % 41 == 40) {
            return CaseResult.failed(testCase, 0, new CaseError(FailureKind.REJECTED, text.apply("too long")));
        }
        String answer = right ? testCase.expectedText() : text.apply(LABELS.get((i + 1 + i / 5 % 2) % LABELS.size()));
        String name = text.apply("ExactMatch");
        double value = right ? 1 : (spread % 7) / 10.0;
        ChatReply reply =
                ChatReply.of(model, answer, Usage.of(40 + i % 9, 3), Duration.ofMillis(120 + (long) (i * 37 % 300)));
        return CaseResult.answered(testCase, 0, reply, Map.of(name, Score.of(name, value, 0.8)));
    }

    private Dataset dataset() {
        var builder = Dataset.builder("support");
        for (int i = 0; i < 40; i++) {
            ChatExample example =
                    ChatExample.of(Message.user(text.apply("Question " + i)), Message.assistant("Answer"));
            builder.add(example.withInfo(example.info().withMetadata("category", text.apply(LABELS.get(i % 4)))));
        }
        return builder.build();
    }

    private QualityReport findings() {
        Origin origin = new Origin(text.apply("train.csv"), 12, 11);
        Finding finding = Finding.of(
                text.apply("duplicate_example"),
                Severity.WARNING,
                origin,
                text.apply("same as row 3"),
                text.apply("drop it"));
        return new QualityReport(
                40,
                List.of(finding),
                new TreeMap<>(Map.of(text.apply("duplicate_example"), 1L)),
                Map.of(Severity.WARNING, 1L));
    }

    private List<TrainingEvent> events() {
        List<TrainingEvent> events = new ArrayList<>();
        for (int step = 1; step <= 60; step++) {
            double loss = 2.4 / (1 + step * 0.12) + (step % 5) * 0.02;
            events.add(new TrainingEvent(
                    "e" + step,
                    NOW,
                    TrainingEvent.Level.INFO,
                    "metrics",
                    "",
                    Map.of(
                            Metrics.STEP,
                            (double) step,
                            Metrics.TRAIN_LOSS,
                            loss,
                            Metrics.FULL_VALID_LOSS,
                            loss * 1.15 + 0.05,
                            Metrics.TRAIN_ACCURACY,
                            1 - loss / 3)));
        }
        events.add(new TrainingEvent(
                "w", NOW, TrainingEvent.Level.WARNING, "message", text.apply("validation loss rises"), Map.of()));
        return events;
    }
}
