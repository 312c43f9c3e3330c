package dev.finetuning.spark;

import dev.finetuning.cost.TokenCounters;
import dev.finetuning.dataset.RejectLimit;
import dev.finetuning.dataset.SplitPlan;
import dev.finetuning.dataset.SplitRatios;
import dev.finetuning.example.Example;
import dev.finetuning.format.ChatMessages;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.format.writing.Target;
import dev.finetuning.quality.Check;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.Noting;
import dev.finetuning.quality.Severity;
import dev.finetuning.quality.near.NearDuplicates;
import dev.finetuning.quality.pii.PersonalData;
import dev.finetuning.quality.pii.PiiDetector;
import dev.finetuning.quality.remedy.Drop;
import dev.finetuning.quality.remedy.Remedies;
import dev.finetuning.quality.remedy.Repair;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;

/** The recipes of a preparation with every step, for one machine and for several. */
final class Whole {
    private Whole() {}

    /** The preparation with all of them. */
    static SparkPreparation on(SparkSession spark, Path testSet) throws IOException {
        return SparkPreparation.of(spark, Whole::plan, Whole::written)
                .checks(Whole::checks)
                .remedies(Whole::remedies)
                .step(Whole::step)
                .dropLeaks(testSet, Whole::read)
                .dropNearDuplicates(NearDuplicates::standard)
                .tokens(TokenCounters::estimate)
                .rejectLimit(RejectLimit.none());
    }

    static SplitPlan plan() {
        return SplitPlan.stable(SplitRatios.of(0.7, 0.15, 0.15)).salt("pepper").syntheticInTrain();
    }

    static ExampleFormat read() {
        return ChatMessages.format().withInfo();
    }

    static ExampleFormat written() {
        return Target.OPENAI.format();
    }

    static Checks checks() {
        return Checks.thorough().with(own()).without("few_examples").withSeverity("secret", Severity.ERROR);
    }

    /** A user's own check, which compares examples with each other: every third on the same customer. */
    private static Check own() {
        return Check.ofNotes(new Noting() {
            @Override
            public void take(Example example, java.util.function.Consumer<Note> notes) {
                example.info()
                        .group()
                        .ifPresent(group -> notes.accept(
                                new Note(group, example.info().provenance().origin(), "")));
            }

            @Override
            public Judgement judge(java.util.function.Consumer<Finding> findings) {
                int[] seen = new int[1];
                return note -> {
                    if (++seen[0] % 3 == 0) {
                        findings.accept(Finding.of(
                                "every_third", Severity.INFO, note.origin(), "The third again.", "Count them."));
                    }
                };
            }
        });
    }

    static Remedies remedies() {
        return Remedies.of(
                Repair.trimWhitespace(), Repair.redact(PersonalData.of(PiiDetector.standard())), Drop.placeholders());
    }

    static Function<Example, Optional<Example>> step() {
        return example -> Optional.of(example)
                .filter(each -> each.messages().size() < 3
                        || !each.messages().get(0).text().equals("Be short."));
    }
}
