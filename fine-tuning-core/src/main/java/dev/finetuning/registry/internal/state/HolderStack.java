package dev.finetuning.registry.internal.state;

import dev.finetuning.registry.version.SemanticVersion;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version that holds an alias, on top of those that a rollback would return to: a promotion puts one
 * on top, a rollback takes it off. What a snapshot holds stays packed until somebody looks.
 */
sealed interface HolderStack {
    /** The version. */
    SemanticVersion version();

    /** What a rollback returns to; null if nothing. */
    @Nullable
    HolderStack below();

    /** A holding since the snapshot. */
    record Recent(SemanticVersion version, @Nullable HolderStack below) implements HolderStack {}

    /**
     * A holding from a snapshot.
     *
     * @param pile the versions' places, top first, four bytes each
     * @param places the versions by their places
     * @param index which of the pile it is
     */
    record Packed(ByteBuffer pile, List<SemanticVersion> places, int index) implements HolderStack {
        static final int BYTES = Integer.BYTES;

        /** The top of a pile; null where it is empty. */
        static @Nullable HolderStack top(ByteBuffer pile, List<SemanticVersion> places) {
            return pile.limit() == 0 ? null : new Packed(pile, places, 0);
        }

        @Override
        public SemanticVersion version() {
            return places.get(pile.getInt(index * BYTES));
        }

        @Override
        public @Nullable HolderStack below() {
            return (index + 1) * BYTES < pile.limit() ? new Packed(pile, places, index + 1) : null;
        }
    }
}
