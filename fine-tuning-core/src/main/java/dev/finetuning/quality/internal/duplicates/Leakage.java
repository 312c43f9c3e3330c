package dev.finetuning.quality.internal.duplicates;

import dev.finetuning.example.Example;
import dev.finetuning.example.Origin;
import dev.finetuning.quality.Check;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.MessageList;
import dev.finetuning.quality.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Examples whose question stands in another set too, whatever the answer there is. */
public final class Leakage {
    private final DuplicateIndex exact = new DuplicateIndex(example -> ContentKey.question(example, Wording.SPACING));
    private final DuplicateIndex normalised =
            new DuplicateIndex(example -> ContentKey.question(example, Wording.LETTERS));

    private Leakage() {}

    public static Leakage of(Iterable<? extends Example> examples) {
        Leakage leakage = new Leakage();
        for (Example example : examples) {
            leakage.exact.firstOrRemember(example);
            leakage.normalised.firstOrRemember(example);
        }
        return leakage;
    }

    /** Findings at the training rows. */
    public Check foundInTraining() {
        return Check.ofEach((example, findings) -> look(example, "test", findings));
    }

    /** Findings at the test rows, for whom this was made of the training set. */
    public List<Finding> foundInTest(Iterable<? extends Example> testSet) {
        List<Finding> found = new ArrayList<>();
        testSet.forEach(example -> look(example, "training", found::add));
        return found;
    }

    private void look(Example example, String other, Consumer<Finding> findings) {
        Optional<Origin> same = exact.first(example);
        if (same.isPresent()) {
            findings.accept(leak("leaked_example", Severity.ERROR, example, other, same.get(), "is also"));
            return;
        }
        normalised
                .first(example)
                .ifPresent(origin -> findings.accept(leak(
                        "leaked_normalised",
                        Severity.WARNING,
                        example,
                        other,
                        origin,
                        "is, apart from case, punctuation and spacing,")));
    }

    private static Finding leak(String code, Severity severity, Example example, String other, Origin at, String how) {
        return Finding.of(
                code,
                severity,
                MessageList.origin(example),
                "What is asked " + how + " in the " + other + " set, at " + at + ".",
                "Remove it from the training set, or the evaluation measures memory.");
    }
}
