package dev.finetuning.console.shelf;

import dev.finetuning.console.lane.Turn;
import dev.finetuning.console.lane.WorkProgress;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.quality.remedy.Change;
import dev.finetuning.quality.remedy.Remedies;
import dev.finetuning.quality.remedy.RemedyRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Goes through a revision once with a remedy, and holds nothing of it but the first changes. Used by one thread. */
final class RemedyPass {
    private static final int MOST_KEPT = 100;
    /** How many characters the changes that are kept have, but for the last. */
    private static final long MOST_CHARACTERS = 256L << 10;

    private final Taking taking;
    private final List<Change> first = new ArrayList<>();
    private final List<Change> latest = new ArrayList<>(1);
    private long characters;
    private long changed;
    private long dropped;

    /** Takes what a pass gives. */
    interface Taking {
        /** An example as it is afterwards. */
        void kept(Example example) throws IOException;

        /** What happened to one. */
        void happened(Change change) throws IOException;
    }

    private RemedyPass(Taking taking) {
        this.taking = taking;
    }

    /**
     * Goes through examples.
     *
     * @throws java.util.concurrent.CancellationException if nobody wants that any more
     */
    static RemedyOutcome over(ExampleFile examples, Remedies remedies, WorkProgress progress, Taking taking)
            throws IOException {
        return new RemedyPass(taking).go(progress.counting(examples.iterator()), remedies);
    }

    private RemedyOutcome go(Iterator<Example> examples, Remedies remedies) throws IOException {
        RemedyRun run = remedies.begin(latest::add);
        try (Turn turn = Turn.take()) {
            while (examples.hasNext()) {
                Optional<Example> kept = run.apply(examples.next());
                for (Change change : latest) {
                    count(change);
                }
                latest.clear();
                if (kept.isPresent()) {
                    taking.kept(kept.get());
                }
                turn.step();
            }
        }
        return new RemedyOutcome(changed, dropped, first);
    }

    private void count(Change change) throws IOException {
        if (change.dropped()) {
            dropped++;
        } else {
            changed++;
        }
        if (first.size() < MOST_KEPT && characters < MOST_CHARACTERS) {
            first.add(change);
            characters += change.before().messages().stream()
                    .map(Message::text)
                    .mapToLong(String::length)
                    .sum();
        }
        taking.happened(change);
    }
}
