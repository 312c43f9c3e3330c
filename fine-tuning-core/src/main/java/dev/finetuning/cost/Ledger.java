package dev.finetuning.cost;

import java.util.List;

/**
 * Where a {@link Budget} keeps its entries. Implementations are thread-safe; one that several
 * processes share decides atomically which of two appends comes first.
 */
public interface Ledger {
    /** Every entry so far, oldest first. */
    List<Entry> entries();

    /**
     * Adds an entry if nobody else was faster.
     *
     * @param expectedSize how many entries the caller has seen
     * @return false, with nothing added, if there are more by now
     */
    boolean append(int expectedSize, Entry entry);

    /** What an entry says. */
    enum Kind {
        /** Money was set aside. */
        RESERVED,
        /** What it was set aside for has been paid. */
        SETTLED,
        /** It was given back. */
        RELEASED
    }

    /**
     * One line of the ledger.
     *
     * @param kind what it says
     * @param id the reservation it is about
     * @param purpose what the money is for
     * @param amount how much
     */
    record Entry(Kind kind, String id, String purpose, Money amount) {
        static Entry reserved(Budget.Reservation reservation) {
            return new Entry(Kind.RESERVED, reservation.id(), reservation.purpose(), reservation.amount());
        }
    }
}
