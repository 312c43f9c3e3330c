package dev.finetuning.dataset;

import dev.finetuning.example.Example;
import dev.finetuning.format.UnwritableExampleException;
import dev.finetuning.format.reading.ExampleReader;
import dev.finetuning.internal.threads.CarriedFailure;
import dev.finetuning.source.RejectedRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One run of a preparation, on the thread that runs it: what needs the order of the source. */
final class PreparationPass {
    private final SplitPlan plan;
    private final Consumer<? super RejectedRecord> onRejected;
    private final RejectLimit limit;
    private final String source;
    private final OutputStream[] outs;
    private final SeenContent seen = new SeenContent();
    private final long[] parts = new long[3];
    private long read;
    private long rejected;
    private long dropped;
    private long duplicates;
    private long unwritable;
    private @Nullable RejectedRecord last;

    PreparationPass(
            SplitPlan plan,
            Consumer<? super RejectedRecord> onRejected,
            RejectLimit limit,
            String source,
            OutputStream... outs) {
        this.plan = plan;
        this.onRejected = onRejected;
        this.limit = limit;
        this.source = source;
        this.outs = outs;
    }

    /**
     * Reads everything.
     *
     * @param early the work that needs no order
     * @param late the steps from the first that does, with the line; null if there are none
     */
    void go(ExampleReader reader, Supplier<PreparationWork> early, @Nullable PreparationWork late) {
        reader.forEach(early, prepared -> example(prepared, late), this::reject);
        limit.checkShare(source, rejected, read - unwritable, last);
    }

    private void example(PreparationWork.Prepared early, @Nullable PreparationWork late) {
        read++;
        settle(early);
        Example example = early.example();
        PreparationWork.Prepared prepared = early;
        if (example != null && late != null) {
            prepared = late.apply(example);
            settle(prepared);
        }
        Example kept = prepared.example();
        Rendered rendered = prepared.rendered();
        if (kept == null || rendered == null) {
            dropped++;
        } else if (seen.add(rendered.whole())) {
            place(kept, rendered, Splitter.stablePart(plan, kept, rendered.trained()));
        } else {
            duplicates++;
        }
    }

    private static void settle(PreparationWork.Prepared prepared) {
        List<Runnable> inOrder = prepared.inOrder();
        for (int i = 0; i < inOrder.size(); i++) {
            inOrder.get(i).run();
        }
        if (prepared.failure() != null) {
            throw CarriedFailure.thrown(prepared.failure());
        }
    }

    private void place(Example example, Rendered rendered, int part) {
        if (Splitter.misplaced(plan, example, part)) {
            dropped++;
        } else {
            write(rendered, part);
        }
    }

    private void write(Rendered rendered, int part) {
        try {
            rendered.writeTo(outs[part]);
            parts[part]++;
        } catch (UnwritableExampleException e) {
            unwritable++;
            reject(Rendered.rejection(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void reject(RejectedRecord rejection) {
        rejected++;
        last = rejection;
        onRejected.accept(rejection);
        limit.checkCount(source, rejected, rejection);
    }

    StreamedPreparation.Outcome outcome() {
        return new StreamedPreparation.Outcome(read, rejected, dropped, duplicates, parts[0], parts[1], parts[2]);
    }
}
