package dev.finetuning.console.shelf;

import dev.finetuning.console.lane.GivingWay;
import dev.finetuning.cost.TokenCounter;
import dev.finetuning.cost.TokenStatistics;
import dev.finetuning.example.Example;
import dev.finetuning.format.writing.Target;
import dev.finetuning.quality.CheckRun;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.CompatibilityMatrix;
import dev.finetuning.quality.QualityReport;
import dev.finetuning.quality.near.NearDuplicates;
import dev.finetuning.quality.profile.FoundCode;
import dev.finetuning.quality.profile.Histogram;
import java.time.Duration;
import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/** One look through a revision, which says how far it has come. */
final class InspectionTask extends CompletableFuture<Inspection> {
    /** What each pass takes of the time, measured with 50,000 conversations of a kilobyte. */
    private static final double[] SHARES = {0.35, 0.2, 0.1, 0.35};

    private static final double TELLABLE = 0.02;

    private final ExampleFile examples;
    private final InspectionFile file;
    private volatile long begun;
    private volatile int pass;
    private volatile int place;

    InspectionTask(ExampleFile examples, InspectionFile file) {
        this.examples = examples;
        this.file = file;
    }

    /** Takes what an earlier look has found, if there is any. */
    boolean readEarlier() {
        Optional<Inspection> earlier = file.read();
        earlier.ifPresent(this::complete);
        return earlier.isPresent();
    }

    void run(TokenCounter counter, Checks checks) {
        begun = System.nanoTime();
        try {
            Inspection inspection = look(counter, checks);
            file.write(inspection);
            complete(inspection);
        } catch (RuntimeException | Error e) {
            completeExceptionally(e);
        }
    }

    private Inspection look(TokenCounter counter, Checks checks) {
        CheckRun run = checks.begin(finding -> {});
        long[] tokens = new long[examples.size()];
        long[] turns = new long[examples.size()];
        for (Example example : pass(0)) {
            tokens[place] = counter.count(example).total();
            turns[place] = example.messages().size();
            run.look(example);
        }
        NearDuplicates.standard().findings(pass(1)).forEach(run::report);
        QualityReport report = run.end();
        return new Inspection(
                report,
                FoundCode.of(report),
                TokenStatistics.of(pass(2), counter),
                Histogram.of(tokens),
                Histogram.of(turns),
                CompatibilityMatrix.of(pass(3), Target.forConversations()));
    }

    /** The examples once more, counted while they are looked at. */
    private Collection<Example> pass(int number) {
        return new AbstractCollection<>() {
            @Override
            public int size() {
                return examples.size();
            }

            @Override
            public Iterator<Example> iterator() {
                pass = number;
                return new Counted(examples.iterator());
            }
        };
    }

    private final class Counted implements Iterator<Example> {
        private final GivingWay way = new GivingWay();
        private final Iterator<Example> read;
        private int count;

        Counted(Iterator<Example> read) {
            this.read = read;
        }

        @Override
        public boolean hasNext() {
            return read.hasNext();
        }

        @Override
        public Example next() {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("the console is being closed");
            }
            way.step();
            Example next = read.next();
            place = count++;
            return next;
        }
    }

    InspectionState state() {
        double done = 0;
        int current = pass;
        for (int i = 0; i < current; i++) {
            done += SHARES[i];
        }
        done += SHARES[current] * place / (double) Math.max(1, examples.size());
        return new InspectionState(Optional.empty(), done, examples.size(), left(done));
    }

    private Optional<Duration> left(double done) {
        if (begun == 0 || done < TELLABLE) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos((long) ((System.nanoTime() - begun) / done * (1 - done))));
    }
}
