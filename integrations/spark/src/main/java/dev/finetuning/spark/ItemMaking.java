package dev.finetuning.spark;

import dev.finetuning.dataset.PreparationStep;
import dev.finetuning.dataset.PreparedLine;
import dev.finetuning.dataset.SplitPlan;
import dev.finetuning.example.Example;
import dev.finetuning.example.Origin;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.quality.CheckPieces;
import dev.finetuning.quality.near.NearClusters;
import dev.finetuning.quality.near.NearDuplicates;
import dev.finetuning.quality.profile.ProfileEntry;
import dev.finetuning.quality.remedy.ChangesFile;
import dev.finetuning.quality.remedy.Reason;
import dev.finetuning.quality.remedy.Remedy;
import dev.finetuning.quality.remedy.Treatment;
import dev.finetuning.source.MalformedRecordException;
import dev.finetuning.source.RejectedRecord;
import dev.finetuning.source.SourceRecord;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes the records of one task through everything that looks at one example by itself. */
final class ItemMaking {
    private final ExampleFormat read;
    private final Kit.Tools tools;
    private final NearVerdicts verdicts;
    private final CheckPieces.Piece checks;
    private final PreparationStep.Work remedies;
    private final Function<Example, PreparedLine> lines;
    private final ByteArrayOutputStream changes = new ByteArrayOutputStream();
    private @Nullable Origin better;
    private int group;

    ItemMaking(ExampleFormat read, Kit.Tools tools, NearVerdicts verdicts) {
        this.read = read;
        this.tools = tools;
        this.verdicts = verdicts;
        this.checks = tools.checks().begin();
        this.remedies = tools.remedies()
                .and(Remedy.ofEach(this::withoutNearDuplicates))
                .begin(change -> changes.writeBytes(ChangesFile.line(change)))
                .begin();
        this.lines = PreparedLine.making(verdicts.clusters().map(this::together).orElse(tools.plan()), tools.format());
    }

    private SplitPlan together(NearClusters clusters) {
        return tools.plan().groupBy(example -> group < 0 ? clusters.name(example) : clusters.name(group));
    }

    /** As {@code Drop.found} does with the findings of near-duplicates. */
    private Treatment withoutNearDuplicates(Example example) {
        return better == null
                ? Treatment.unchanged(example)
                : Treatment.dropped(Reason.of(
                        NearDuplicates.finding(example.info().provenance().origin(), better)));
    }

    Item of(Reading.Located located) {
        Item item = new Item(located.position(), located.result().origin());
        if (located.result() instanceof RejectedRecord rejected) {
            item.rejection = rejected;
            return item;
        }
        try {
            Example example = read.read((SourceRecord) located.result());
            item.findings.addAll(checks.look(example, item.notes::add));
            treat(example, item);
        } catch (MalformedRecordException e) {
            item.rejection = e.rejection();
        }
        return item;
    }

    private void treat(Example example, Item item) {
        group = verdicts.group(item.position);
        better = verdicts.clusters().isPresent()
                ? null
                : verdicts.better(item.position).orElse(null);
        changes.reset();
        Optional<Example> kept = remedies.apply(example, Runnable::run);
        item.changes = changes.toByteArray();
        for (Function<Example, Optional<Example>> step : tools.steps()) {
            kept = kept.flatMap(step);
        }
        if (kept.isPresent()) {
            PreparedLine line = lines.apply(kept.get());
            item.rejection = line.rejection().orElse(null);
            ProfileEntry profile = tools.counter() == null ? null : ProfileEntry.of(kept.get(), tools.counter());
            item.line = Item.Line.of(line, profile);
        }
    }
}
