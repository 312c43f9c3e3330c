package dev.finetuning.retraining;

import dev.finetuning.dataset.Fingerprint;
import dev.finetuning.example.Example;
import dev.finetuning.internal.content.Sha256;
import java.nio.ByteBuffer;
import java.util.stream.LongStream;

/**
 * Which of the older examples a round trains on again: so many of them that they are the wanted share of all, others in
 * each round. Takes 8 bytes of memory for each. Not thread-safe.
 */
final class Replay {
    private final TrainingRound round;
    private final LongStream.Builder places = LongStream.builder();

    Replay(TrainingRound round) {
        this.round = round;
    }

    /**
     * The older examples that are chosen.
     *
     * @param size how many there are
     * @param last the place of the last of them
     */
    record Chosen(TrainingRound round, int size, long last) {
        boolean contains(Example example) {
            return size > 0 && place(round, example) <= last;
        }
    }

    /** There is such an older example. */
    void consider(Example example) {
        places.add(place(round, example));
    }

    /** Chooses, once all older examples were considered; with so many new ones. */
    Chosen choose(int added) {
        long[] sorted = places.build().sorted().toArray();
        double share = round.begin().replay();
        long wanted = share >= 1 ? sorted.length : Math.round(added * share / (1 - share));
        int size = (int) Math.min(wanted, sorted.length);
        return new Chosen(round, size, size == 0 ? Long.MIN_VALUE : sorted[size - 1]);
    }

    /** Where an example stands in the order of a round, which nothing but its content decides. */
    private static long place(TrainingRound round, Example example) {
        byte[] hash = Sha256.of(round.number() + " " + Fingerprint.of(example));
        return ByteBuffer.wrap(hash).getLong() ^ Long.MIN_VALUE;
    }
}
