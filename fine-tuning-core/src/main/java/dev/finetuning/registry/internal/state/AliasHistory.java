package dev.finetuning.registry.internal.state;

import dev.finetuning.registry.version.SemanticVersion;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The version that an alias points to, above the versions that a rollback would return to. A promotion puts a
 * version on top, a rollback removes it. What comes from a snapshot stays packed until it is read.
 */
sealed interface AliasHistory {
    /** The version. */
    SemanticVersion version();

    /** What a rollback returns to; null if nothing. */
    @Nullable
    AliasHistory below();

    /** A version that got the alias since the snapshot. */
    record Recent(SemanticVersion version, @Nullable AliasHistory below) implements AliasHistory {}

    /**
     * A version from a snapshot.
     *
     * @param pile the versions' places, top first, four bytes each
     * @param places the versions by their places
     * @param index which of the pile it is
     */
    record Packed(ByteBuffer pile, List<SemanticVersion> places, int index) implements AliasHistory {
        static final int BYTES = Integer.BYTES;

        /** The top of a pile; null where it is empty. */
        static @Nullable AliasHistory top(ByteBuffer pile, List<SemanticVersion> places) {
            return pile.limit() == 0 ? null : new Packed(pile, places, 0);
        }

        @Override
        public SemanticVersion version() {
            return places.get(pile.getInt(index * BYTES));
        }

        @Override
        public @Nullable AliasHistory below() {
            return (index + 1) * BYTES < pile.limit() ? new Packed(pile, places, index + 1) : null;
        }
    }
}
