package dev.finetuning.cost;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A limit on spending. Money is reserved before a paid call and settled afterwards. Until then the
 * reservation counts as spent, so a crash in between can only err on the safe side. Entries are kept in a
 * {@link Ledger}, through which several processes can share a budget. Thread-safe.
 */
public final class Budget {
    private final Money limit;
    private final Ledger ledger;

    private Budget(Money limit, Ledger ledger) {
        this.limit = limit;
        this.ledger = ledger;
    }

    /** A budget that exists in memory only. */
    public static Budget of(Money limit) {
        return new Budget(limit, new InMemoryLedger());
    }

    /** A budget that continues from the entries of a ledger. */
    public static Budget of(Money limit, Ledger ledger) {
        return new Budget(limit, ledger);
    }

    /** The maximum total. */
    public Money limit() {
        return limit;
    }

    /** What has been settled. */
    public Money spent() {
        return Balance.of(ledger.entries(), limit).spent();
    }

    /** What is reserved and not yet settled. */
    public Money reserved() {
        return Balance.of(ledger.entries(), limit).reserved();
    }

    /** What can still be reserved; negative if settled costs exceeded their reservations. */
    public Money available() {
        return limit.minus(spent()).minus(reserved());
    }

    /** The reservations that are neither settled nor released, oldest first. */
    public List<Reservation> open() {
        return List.copyOf(Balance.of(ledger.entries(), limit).open().values());
    }

    /**
     * Reserves money.
     *
     * @param purpose what for, for readers of the ledger
     * @param price the maximum cost; empty if unknown
     * @throws UnknownPriceException if the price is unknown, because it could be any price
     * @throws BudgetExceededException if less than the price is available
     */
    public Reservation reserve(String purpose, Optional<Money> price) {
        return reserve(UUID.randomUUID().toString(), purpose, price);
    }

    /**
     * Reserves money under an id, once however often it is called, for example after a crash. While the
     * ledger has this reservation open or settled, nothing more is reserved. A released reservation is made
     * again.
     *
     * @param id identifies the reservation in the ledger
     * @param purpose what for, for readers of the ledger
     * @param price the maximum cost; empty if unknown
     * @throws UnknownPriceException if the price is unknown, because it could be any price
     * @throws BudgetExceededException if less than the price is available
     */
    public Reservation reserve(String id, String purpose, Optional<Money> price) {
        Money amount = price.orElseThrow(() -> new UnknownPriceException(purpose));
        if (amount.amount().signum() < 0) {
            throw new IllegalArgumentException("cannot reserve a negative amount: " + amount);
        }
        Reservation reservation = new Reservation(id, purpose, amount);
        while (true) {
            List<Ledger.Entry> entries = ledger.entries();
            Balance balance = Balance.of(entries, limit);
            Reservation known = balance.known().get(id);
            if (known != null) {
                return known;
            }
            Money left = limit.minus(balance.spent()).minus(balance.reserved());
            if (amount.compareTo(left) > 0) {
                throw new BudgetExceededException(purpose, amount, left, limit);
            }
            if (ledger.append(entries.size(), Ledger.Entry.reserved(reservation))) {
                return reservation;
            }
        }
    }

    /**
     * Replaces a reservation by the actual cost. Settling again changes nothing.
     *
     * @param cost the actual cost, which may be more than was reserved
     * @return whether the reservation was open
     */
    public boolean settle(Reservation reservation, Money cost) {
        cost.compareTo(limit);
        return close(reservation, new Ledger.Entry(Ledger.Kind.SETTLED, reservation.id(), reservation.purpose(), cost));
    }

    /**
     * Releases a reservation for something that did not happen.
     *
     * @return whether the reservation was open
     */
    public boolean release(Reservation reservation) {
        return close(
                reservation,
                new Ledger.Entry(Ledger.Kind.RELEASED, reservation.id(), reservation.purpose(), reservation.amount()));
    }

    private boolean close(Reservation reservation, Ledger.Entry entry) {
        while (true) {
            List<Ledger.Entry> entries = ledger.entries();
            if (!Balance.of(entries, limit).open().containsKey(reservation.id())) {
                return false;
            }
            if (ledger.append(entries.size(), entry)) {
                return true;
            }
        }
    }

    /**
     * A reserved amount.
     *
     * @param id identifies it in the ledger
     * @param purpose what for
     * @param amount how much
     */
    public record Reservation(String id, String purpose, Money amount) {}

    /**
     * Where a ledger stands.
     *
     * @param open what is reserved
     * @param known what is reserved or was settled
     */
    private record Balance(Money spent, Money reserved, Map<String, Reservation> open, Map<String, Reservation> known) {
        static Balance of(List<Ledger.Entry> entries, Money limit) {
            Money spent = limit.zero();
            Map<String, Reservation> open = new LinkedHashMap<>();
            Map<String, Reservation> known = new HashMap<>();
            for (Ledger.Entry entry : entries) {
                Reservation about = new Reservation(entry.id(), entry.purpose(), entry.amount());
                if (entry.kind() == Ledger.Kind.RESERVED) {
                    open.put(entry.id(), about);
                    known.put(entry.id(), about);
                } else if (open.remove(entry.id()) != null) {
                    if (entry.kind() == Ledger.Kind.SETTLED) {
                        spent = spent.plus(entry.amount());
                    } else {
                        known.remove(entry.id());
                    }
                }
            }
            Money reserved = open.values().stream().map(Reservation::amount).reduce(limit.zero(), Money::plus);
            return new Balance(spent, reserved, open, known);
        }
    }

    /** The ledger of a budget that nobody else shares. */
    private static final class InMemoryLedger implements Ledger {
        private final List<Entry> entries = new ArrayList<>();

        @Override
        public synchronized List<Entry> entries() {
            return List.copyOf(entries);
        }

        @Override
        public synchronized boolean append(int expectedSize, Entry entry) {
            return entries.size() == expectedSize && entries.add(entry);
        }
    }
}
