package dev.finetuning.journal.file;

import dev.finetuning.cost.Budget;
import dev.finetuning.cost.BudgetExceededException;
import dev.finetuning.cost.LeaseLostException;
import dev.finetuning.cost.Money;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalConflictException;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.run.JournalLedger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Sends pieces of work, each with money set aside in two accounts, under a lease that all processes share and that
 * runs out by a clock that jumps. The lease is the stream of what was sent: its size is the lease's number.
 */
final class TortureSpender {
    static final String WORK = "work";
    static final List<String> ACCOUNTS = List.of("one", "two");
    static final Money LIMIT = Money.usd("5");

    private static final Duration LEASE = Duration.ofMillis(30);
    private static final Money PRICE = Money.usd("1");
    private static final String SENT = "sent";

    private final Path folder;
    private final String name;
    private final Random random;
    private final InstantSource clock;
    private final Set<String> sent = new HashSet<>();
    private long size;
    private Instant leaseEnds = Instant.MIN;

    TortureSpender(Path folder, String name) {
        this.folder = folder;
        this.name = name;
        random = new Random(name.hashCode());
        clock = () -> Instant.now().plus(Duration.ofMinutes(random.nextInt(20) == 0 ? random.nextInt(-20, 20) : 0));
    }

    static Budget account(Journal journal, String account) {
        return Budget.of(LIMIT, JournalLedger.of(journal, account, Currency.getInstance("USD")));
    }

    static Optional<String> sentBy(JournalEntry entry) {
        return entry.type().equals(SENT) ? Optional.of(entry.body()) : Optional.empty();
    }

    void run() throws InterruptedException {
        try (Journal journal = FileJournal.in(folder, Durability.PROCESS_CRASH)) {
            List<Budget> accounts =
                    ACCOUNTS.stream().map(account -> account(journal, account)).toList();
            for (int i = 0; ; i++) {
                spend(journal, accounts, name + "-" + i);
                Thread.sleep(20);
            }
        }
    }

    private void look(Journal journal) {
        long before = size;
        size = journal.forEach(WORK, size, entry -> sentBy(entry).ifPresent(sent::add));
        if (size != before) {
            leaseEnds = clock.instant().plus(LEASE);
        }
    }

    private void spend(Journal journal, List<Budget> accounts, String id) throws InterruptedException {
        look(journal);
        if (clock.instant().isBefore(leaseEnds)) {
            return;
        }
        long fence = journal.append(WORK, Journal.ANY_SIZE, List.of(new JournalEntry("taken", Instant.EPOCH, name)));
        look(journal);
        try {
            for (Budget account : accounts) {
                account.reserve(id, fence, "work", Optional.of(PRICE));
                if (random.nextInt(10) == 0) {
                    Thread.sleep(2 * LEASE.toMillis());
                }
            }
            journal.append(WORK, fence, List.of(new JournalEntry(SENT, Instant.EPOCH, id)));
            accounts.forEach(account -> account.settle(reservation(id, fence), Money.usd("0")));
        } catch (BudgetExceededException full) {
            accounts.forEach(account -> account.release(reservation(id, fence)));
            accounts.forEach(account -> clearUp(account, fence));
        } catch (JournalConflictException | LeaseLostException overtaken) {
            accounts.forEach(account -> account.release(reservation(id, fence)));
        }
    }

    private static Budget.Reservation reservation(String id, long fence) {
        return new Budget.Reservation(id, "work", PRICE, fence);
    }

    /** Closes what killed processes left: nobody with an earlier lease can send it any more. */
    private void clearUp(Budget account, long fence) {
        for (Budget.Reservation open : account.open()) {
            if (sent.contains(open.id())) {
                account.settle(reservation(open.id(), fence), Money.usd("0"));
            } else if (open.fence() < fence) {
                account.release(reservation(open.id(), fence));
            }
        }
    }
}
