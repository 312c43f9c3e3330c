package dev.finetuning.spark;

import dev.finetuning.dataset.Split;
import dev.finetuning.dataset.StreamedPreparation;
import dev.finetuning.quality.profile.ProfileTally;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;

/** What one task wrote, and what it counted. */
final class Shard implements Serializable {
    private static final long serialVersionUID = 1L;

    private final EnumMap<Split.Part, Long> parts = new EnumMap<>(Split.Part.class);
    private final ProfileTally profile = new ProfileTally();
    private long read;
    private long unwritable;
    private long unreadable;
    private long dropped;
    private long duplicates;
    private Attempts.Written written = new Attempts.Written(0, new TreeMap<>());

    /** What is to become of an item. */
    enum Fate {
        REJECTED,
        DROPPED,
        REPEATED,
        WRITTEN;

        /** Decides in the order of one machine: drop, then repetition, then place, then line. */
        static Fate of(Item item, long[] repeated) {
            Item.Line line = item.line;
            if (line == null) {
                return item.unreadable() ? REJECTED : DROPPED;
            }
            if (Arrays.binarySearch(repeated, item.position) >= 0) {
                return REPEATED;
            }
            if (line.misplaced()) {
                return DROPPED;
            }
            return item.rejection == null ? WRITTEN : REJECTED;
        }
    }

    /** The folder's name of a part. */
    static String name(Split.Part part) {
        return part.name().toLowerCase(Locale.ROOT);
    }

    static Shard write(Iterator<Packed> items, long[] repeated, String folder, Configuration settings)
            throws IOException {
        Shard shard = new Shard();
        TaskContext task = TaskContext.get();
        try (Attempts attempts = new Attempts(folder, settings, task)) {
            while (items.hasNext()) {
                shard.add(Item.unpack(items.next()), repeated, attempts);
            }
            shard.written = attempts.written(task);
        }
        return shard;
    }

    private void add(Item item, long[] repeated, Attempts attempts) throws IOException {
        Fate fate = Fate.of(item, repeated);
        read += item.unreadable() ? 0 : 1;
        if (item.changes.length > 0) {
            attempts.line("changes", item.changes);
        }
        switch (fate) {
            case REJECTED -> reject(item, attempts);
            case DROPPED -> dropped++;
            case REPEATED -> duplicates++;
            case WRITTEN -> keep(item, attempts);
        }
    }

    private void reject(Item item, Attempts attempts) throws IOException {
        unreadable += item.unreadable() ? 1 : 0;
        unwritable += item.unreadable() ? 0 : 1;
        if (item.rejection != null) {
            attempts.line("rejects", (item.rejection.toJson() + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private void keep(Item item, Attempts attempts) throws IOException {
        Item.Line line = item.line;
        if (line != null) {
            attempts.line(name(line.part()), line.json());
            parts.merge(line.part(), 1L, Long::sum);
            if (line.profile() != null) {
                profile.add(line.profile());
            }
        }
    }

    /** Adds what another task counted. */
    void add(Shard other) {
        other.parts.forEach((part, count) -> parts.merge(part, count, Long::sum));
        profile.add(other.profile);
        read += other.read;
        unreadable += other.unreadable;
        unwritable += other.unwritable;
        dropped += other.dropped;
        duplicates += other.duplicates;
    }

    Attempts.Written written() {
        return written;
    }

    ProfileTally profile() {
        return profile;
    }

    long read() {
        return read;
    }

    long rejected() {
        return unreadable + unwritable;
    }

    /** How many were read and could be written, as far as they were to be. */
    long accepted() {
        return read - unwritable;
    }

    StreamedPreparation.Outcome counts() {
        return new StreamedPreparation.Outcome(
                read,
                rejected(),
                dropped,
                duplicates,
                written(Split.Part.TRAIN),
                written(Split.Part.VALIDATION),
                written(Split.Part.TEST));
    }

    private long written(Split.Part part) {
        return parts.getOrDefault(part, 0L);
    }
}
