package dev.finetuning.run;

import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalConflictException;
import dev.finetuning.journal.JournalEntry;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the runs of an account have reserved and spent, in the journal. A reservation is made at most once
 * per run, whoever repeats it. Thread-safe.
 */
final class BudgetLedger {
    private static final String RESERVED = "budget.reserved";
    private static final String SETTLED = "budget.settled";

    private final Journal journal;
    private final InstantSource time;

    BudgetLedger(Journal journal, InstantSource time) {
        this.journal = journal;
        this.time = time;
    }

    /** Reserves a run's estimate. False, and nothing is reserved, where that would exceed the limit. */
    boolean reserve(String runId, StoredBudget budget) {
        while (true) {
            Account account = load(budget);
            if (account.amounts.containsKey(runId)) {
                return true;
            }
            if (account.total().add(budget.estimate()).compareTo(budget.limit()) > 0) {
                return false;
            }
            if (append(budget, account, RESERVED, runId, budget.estimate())) {
                return true;
            }
        }
    }

    /** Replaces a run's reservation by what it cost; zero gives it back. */
    void settle(String runId, StoredBudget budget, BigDecimal cost) {
        while (true) {
            Account account = load(budget);
            BigDecimal held = account.amounts.get(runId);
            if (held == null || held.compareTo(cost) == 0 || append(budget, account, SETTLED, runId, cost)) {
                return;
            }
        }
    }

    /** What all runs of the account have reserved or spent. */
    BigDecimal committed(StoredBudget budget) {
        return load(budget).total();
    }

    private boolean append(StoredBudget budget, Account account, String type, String runId, BigDecimal amount) {
        JournalEntry entry = new JournalEntry(type, time.instant(), runId + " " + amount.toPlainString());
        try {
            journal.append(stream(budget), account.size, List.of(entry));
            return true;
        } catch (JournalConflictException e) {
            return false;
        }
    }

    private Account load(StoredBudget budget) {
        Account account = new Account();
        account.size = journal.forEach(stream(budget), 0, entry -> {
            int space = entry.body().lastIndexOf(' ');
            account.amounts.put(
                    entry.body().substring(0, space),
                    new BigDecimal(entry.body().substring(space + 1)));
        });
        return account;
    }

    /** Amounts of different currencies never meet: each has a ledger of its own. */
    private static String stream(StoredBudget budget) {
        return "budget:" + budget.currency() + ":" + budget.account();
    }

    private static final class Account {
        private final Map<String, BigDecimal> amounts = new HashMap<>();
        private long size;

        BigDecimal total() {
            return amounts.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        }
    }
}
