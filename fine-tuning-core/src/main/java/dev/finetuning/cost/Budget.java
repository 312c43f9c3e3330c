package dev.finetuning.cost;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A limit on spending. Money is reserved before a call that costs and settled afterwards; what is
 * reserved counts as spent until then, so that a crash between the two can only err on the safe side.
 * Everything is kept in a {@link Ledger}, by which several processes may share one budget.
 * Thread-safe.
 */
public final class Budget {
    private final Money limit;
    private final Ledger ledger;

    private Budget(Money limit, Ledger ledger) {
        this.limit = limit;
        this.ledger = ledger;
    }

    /** A budget that lives as long as this object. */
    public static Budget of(Money limit) {
        return new Budget(limit, new InMemoryLedger());
    }

    /** A budget that goes on from what a ledger already holds. */
    public static Budget of(Money limit, Ledger ledger) {
        return new Budget(limit, ledger);
    }

    /** What may be spent in all. */
    public Money limit() {
        return limit;
    }

    /** What was settled. */
    public Money spent() {
        return Balance.of(ledger.entries(), limit).spent();
    }

    /** What is reserved and not yet settled. */
    public Money reserved() {
        return Balance.of(ledger.entries(), limit).reserved();
    }

    /** What may still be reserved; negative where settling cost more than was reserved. */
    public Money available() {
        return limit.minus(spent()).minus(reserved());
    }

    /** The reservations that were neither settled nor released, oldest first. */
    public List<Reservation> open() {
        return List.copyOf(Balance.of(ledger.entries(), limit).open().values());
    }

    /**
     * Sets money aside.
     *
     * @param purpose what for, as people will read it in the ledger
     * @param price what it will cost at most; empty where nobody knows
     * @throws UnknownPriceException if the price is not known: an unknown price may be any price
     * @throws BudgetExceededException if not so much is left
     */
    public Reservation reserve(String purpose, Optional<Money> price) {
        return reserve(UUID.randomUUID().toString(), purpose, price);
    }

    /**
     * Sets money aside once, however often it is asked for, as after a crash: while the ledger holds this
     * reservation open, or has settled it, nothing more is set aside. One that was released is made anew.
     *
     * @param id identifies the reservation in the ledger
     * @param purpose what for, as people will read it in the ledger
     * @param price what it will cost at most; empty where nobody knows
     * @throws UnknownPriceException if the price is not known: an unknown price may be any price
     * @throws BudgetExceededException if not so much is left
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
     * Replaces a reservation by what it really cost. Settling twice changes nothing.
     *
     * @param cost what it cost, which may be more than was reserved
     * @return whether the reservation was open
     */
    public boolean settle(Reservation reservation, Money cost) {
        cost.compareTo(limit);
        return close(reservation, new Ledger.Entry(Ledger.Kind.SETTLED, reservation.id(), reservation.purpose(), cost));
    }

    /**
     * Gives a reservation back, for what did not take place.
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
     * Money that was set aside.
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
