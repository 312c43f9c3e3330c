package dev.finetuning.retraining;

import dev.finetuning.dataset.Fingerprint;
import dev.finetuning.example.Example;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The examples that validate or test: of all that were held out for it, so many at most. They are those with the least
 * fingerprints, so that few of them change as more come. Not thread-safe.
 */
final class HeldOut {
    private final int most;
    private final PriorityQueue<Kept> kept =
            new PriorityQueue<>(Comparator.comparing(Kept::hash).reversed());

    HeldOut(int most) {
        this.most = most;
    }

    private record Kept(String hash, ExampleQueue.Queued queued) {}

    void add(ExampleQueue.Queued queued) {
        kept.add(new Kept(Fingerprint.of(queued.example()).hex(), queued));
        if (kept.size() > most) {
            kept.remove();
        }
    }

    /** In the order of the queue. */
    List<Example> examples() {
        return kept.stream()
                .map(Kept::queued)
                .sorted(Comparator.comparingLong(ExampleQueue.Queued::number))
                .map(ExampleQueue.Queued::example)
                .toList();
    }
}
