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
        return reserve(id, 0, purpose, price);
    }

    /**
     * Reserves money for the holder of a lease, which several processes may each believe to be theirs. A
     * reservation by an earlier holder is taken over; afterwards nothing that the earlier holder does to it counts.
     *
     * @param id identifies the reservation in the ledger
     * @param fence a number that grows with every lease
     * @param purpose what for, for readers of the ledger
     * @param price the maximum cost; empty if unknown
     * @throws LeaseLostException if a later holder has made, taken over or closed the reservation
     * @throws UnknownPriceException if the price is unknown, because it could be any price
     * @throws BudgetExceededException if less than the price is available
     */
    public Reservation reserve(String id, long fence, String purpose, Optional<Money> price) {
        Money amount = price.orElseThrow(() -> new UnknownPriceException(purpose));
        if (amount.amount().signum() < 0) {
            throw new IllegalArgumentException("cannot reserve a negative amount: " + amount);
        }
        while (true) {
            List<Ledger.Entry> entries = ledger.entries();
            Balance balance = Balance.of(entries, limit);
            balance.requireNotOvertaken(id, fence);
            Reservation known = balance.known().get(id);
            if (known != null && (known.fence() == fence || !balance.open().containsKey(id))) {
                return known;
            }
            Money left = limit.minus(balance.spent()).minus(balance.reserved());
            if (known == null && amount.compareTo(left) > 0) {
                throw new BudgetExceededException(purpose, amount, left, limit);
            }
            Reservation made = new Reservation(id, purpose, known == null ? amount : known.amount(), fence);
            if (ledger.append(entries.size(), Ledger.Entry.of(Ledger.Kind.RESERVED, made, made.amount()))) {
                return made;
            }
        }
    }

    /**
     * Replaces a reservation by the actual cost. Settling again changes nothing, and neither does settling under
     * a lease that was lost.
     *
     * @param cost the actual cost, which may be more than was reserved
     * @return whether the reservation was open
     */
    public boolean settle(Reservation reservation, Money cost) {
        cost.compareTo(limit);
        return close(Ledger.Entry.of(Ledger.Kind.SETTLED, reservation, cost));
    }

    /**
     * Releases a reservation for something that did not happen. Under a lease that was lost this does nothing.
     * Under a later lease than any in the ledger the release is recorded even if nothing is reserved, so that no
     * earlier holder can make the reservation any more.
     *
     * @return whether the reservation was open
     */
    public boolean release(Reservation reservation) {
        return close(Ledger.Entry.of(Ledger.Kind.RELEASED, reservation, reservation.amount()));
    }

    private boolean close(Ledger.Entry entry) {
        while (true) {
            List<Ledger.Entry> entries = ledger.entries();
            Balance balance = Balance.of(entries, limit);
            long fence = balance.fence(entry.id());
            boolean open = balance.open().containsKey(entry.id());
            if (fence > entry.fence() || (!open && !balance.barsEarlier(entry))) {
                return false;
            }
            if (ledger.append(entries.size(), entry)) {
                return open;
            }
        }
    }

    /**
     * A reserved amount.
     *
     * @param id identifies it in the ledger
     * @param purpose what for
     * @param amount how much
     * @param fence the lease under which it was set aside; 0 for none
     */
    public record Reservation(String id, String purpose, Money amount, long fence) {}

    /**
     * Where a ledger stands.
     *
     * @param open what is reserved
     * @param known what is reserved or was settled
     * @param fences the latest lease under which something was written about a reservation
     */
    private record Balance(
            Money spent,
            Money reserved,
            Map<String, Reservation> open,
            Map<String, Reservation> known,
            Map<String, Long> fences) {
        static Balance of(List<Ledger.Entry> entries, Money limit) {
            Money spent = limit.zero();
            Map<String, Reservation> open = new LinkedHashMap<>();
            Map<String, Reservation> known = new HashMap<>();
            Map<String, Long> fences = new HashMap<>();
            for (Ledger.Entry entry : entries) {
                if (fences.merge(entry.id(), entry.fence(), Math::max) > entry.fence()) {
                    continue; // whoever wrote it had lost the lease
                }
                Reservation about = new Reservation(entry.id(), entry.purpose(), entry.amount(), entry.fence());
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
            return new Balance(spent, reserved, open, known, fences);
        }

        /** Whether an entry about what is not reserved still keeps earlier holders from reserving it. */
        boolean barsEarlier(Ledger.Entry entry) {
            return entry.kind() == Ledger.Kind.RELEASED
                    && !known.containsKey(entry.id())
                    && entry.fence() > fence(entry.id());
        }

        long fence(String id) {
            return fences.getOrDefault(id, 0L);
        }

        void requireNotOvertaken(String id, long fence) {
            if (fence(id) > fence) {
                throw new LeaseLostException(id, fence, fence(id));
            }
        }
    }

    /** The ledger of a budget that is not shared. */
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
