package dev.finetuning.cost;

import java.util.List;

/**
 * Stores the entries of a {@link Budget}. Implementations are thread-safe. A ledger shared by several
 * processes decides atomically which of two appends comes first.
 */
public interface Ledger {
    /** All entries, oldest first. */
    List<Entry> entries();

    /**
     * Appends an entry if no other was appended meanwhile.
     *
     * @param expectedSize how many entries the caller has seen
     * @return false if there are more entries by now; nothing is appended then
     */
    boolean append(int expectedSize, Entry entry);

    /** The kind of an entry. */
    enum Kind {
        /** Money was reserved. */
        RESERVED,
        /** The actual cost was settled. */
        SETTLED,
        /** The reservation was released. */
        RELEASED
    }

    /**
     * One entry of the ledger.
     *
     * @param kind its kind
     * @param id the reservation
     * @param purpose what the money is for
     * @param amount how much
     * @param fence the lease under which it was written, 0 for none: an entry counts for nothing where an earlier
     *     one about the same reservation has a higher number
     */
    record Entry(Kind kind, String id, String purpose, Money amount, long fence) {
        static Entry of(Kind kind, Budget.Reservation about, Money amount) {
            return new Entry(kind, about.id(), about.purpose(), amount, about.fence());
        }
    }
}
