package dev.finetuning.registry.internal.state;

import dev.finetuning.registry.version.SemanticVersion;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A move of an alias and, through it, all moves before: a list that grows at its end and is shared by
 * all who look at it. What a snapshot holds stays packed until somebody looks.
 */
sealed interface PastMove {
    /** Where the alias pointed from then on; null if nowhere. */
    @Nullable
    SemanticVersion to();

    /** From when. */
    Instant at();

    /** The move before; null for the first. */
    @Nullable
    PastMove before();

    /** A move since the snapshot. */
    record Recent(
            @Nullable SemanticVersion to,
            Instant at,
            @Nullable PastMove before) implements PastMove {}

    /**
     * A move from a snapshot.
     *
     * @param moves all moves, newest first: seconds, nanoseconds, and the version's place or -1
     * @param places the versions by their places
     * @param index which of the moves it is
     */
    record Packed(ByteBuffer moves, List<SemanticVersion> places, int index) implements PastMove {
        static final int BYTES = Long.BYTES + Integer.BYTES + Integer.BYTES;

        /** The newest move; null where there is none. */
        static @Nullable PastMove newest(ByteBuffer moves, List<SemanticVersion> places) {
            return moves.limit() == 0 ? null : new Packed(moves, places, 0);
        }

        @Override
        public @Nullable SemanticVersion to() {
            int place = moves.getInt(index * BYTES + Long.BYTES + Integer.BYTES);
            return place < 0 ? null : places.get(place);
        }

        @Override
        public Instant at() {
            return Instant.ofEpochSecond(moves.getLong(index * BYTES), moves.getInt(index * BYTES + Long.BYTES));
        }

        @Override
        public @Nullable PastMove before() {
            return (index + 1) * BYTES < moves.limit() ? new Packed(moves, places, index + 1) : null;
        }
    }
}
