package dev.finetuning.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.cost.Budget;
import dev.finetuning.cost.BudgetExceededException;
import dev.finetuning.cost.CostEstimate;
import dev.finetuning.cost.LeaseLostException;
import dev.finetuning.cost.ModelPrice;
import dev.finetuning.cost.Money;
import dev.finetuning.cost.TokenCount;
import dev.finetuning.cost.TokenStatistics;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalConflictException;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.run.Interleavings.Effects;
import dev.finetuning.run.Interleavings.Request;
import dev.finetuning.run.Interleavings.State;
import dev.finetuning.testing.JobScript;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.testing.ScriptedChatModel;
import dev.finetuning.testing.ScriptedTrainingPipeline;
import dev.finetuning.training.Capabilities;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.JobStatus;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two owners work on runs that share two limits; each may be held up at any step for longer than its lease. In every
 * order of their steps no limit is exceeded, every job has its money set aside in both accounts, no run has two jobs,
 * and in the end nothing is set aside for what is over. Without either of the two fences, the exploration finds an
 * order in which that does not hold.
 */
class LedgerInterleavingTest {
    private static final Currency USD = Currency.getInstance("USD");
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final String CANCELLED = "cancelled ";
    private static final Duration PAST_THE_LEASE = LEASE.plusSeconds(1);

    /** Takes the lease out of what is set aside. */
    private static final Interleavings.Journals WITHOUT_FENCES = (stream, request) -> new Request(
            request.expectedSize(),
            request.entries().stream()
                    .map(entry -> new JournalEntry(
                            entry.type(), entry.at(), entry.body().replaceAll(",\"fence\":[0-9]+", "")))
                    .toList());

    /** Lets a run's owner write to it whatever others have written since it looked. */
    private static final Interleavings.Journals WITHOUT_CONFLICTS =
            (stream, request) -> stream.startsWith("run:") ? new Request(Journal.ANY_SIZE, request.entries()) : request;

    @TempDir
    Path folder;

    private final ManualTime time = ManualTime.create();
    private final Journal journal = new InMemoryJournal();
    private final ModelRegistry registry = JournaledModelRegistry.open(new InMemoryJournal());
    private FineTuningRuns setup;
    private String first;
    private String holder;
    private String later;

    @BeforeEach
    void begin() {
        setup = FineTuningRuns.builder(
                        journal,
                        folder,
                        ScriptedTrainingPipeline.of(time, JobScript.succeeding(), ScriptedChatModel.echo("tuned")),
                        registry)
                .clock(() -> Instant.EPOCH)
                .build();
        first = setup.start(plan("tenant", "team"));
        holder = setup.start(plan("team"));
        later = setup.start(plan("tenant"));
    }

    /** A run that may cost 6 USD, of an account with 10, in each of the accounts that are named. */
    private static RunPlan plan(String... limits) {
        List<Example> examples = IntStream.range(0, 12)
                .mapToObj(i -> (Example) ChatExample.of(Message.user("q" + i), Message.assistant("a" + i)))
                .toList();
        TokenStatistics tokens =
                new TokenStatistics(12, new TokenCount(1_200, 0, 0), Map.of(), 0, 0, 0, 0, "counted by hand", true);
        ModelPrice price = ModelPrice.builder("base", LocalDate.EPOCH)
                .training(Money.usd("5000"))
                .build();
        RunPlan.Builder plan = RunPlan.builder("support", "base", examples)
                .addLabel("tenant", "acme")
                .addLabel("team", "search")
                .cost(new CostEstimate("base", tokens, 1, Optional.of(price)));
        for (String limit : limits) {
            plan.limit(limit, Money.usd("10"));
        }
        return plan.build();
    }

    private Map<String, List<JournalEntry>> streams() {
        return Interleavings.streams(
                journal,
                "runs",
                "run:" + first,
                "run:" + holder,
                "run:" + later,
                "budget:USD:tenant=acme",
                "budget:USD:team=search");
    }

    private FineTuningRuns runs(Effects world) {
        return FineTuningRuns.builder(world, folder, new Provider(world), registry)
                .clock(world)
                .lease(LEASE)
                .build();
    }

    private Consumer<Effects> advance(String runId) {
        return world -> runs(world).advance(runId);
    }

    private Consumer<Effects> cancel(String runId) {
        return world -> runs(world).cancel(runId, "jana");
    }

    private static Budget account(Journal journal, String name) {
        return Budget.of(Money.usd("10"), JournalLedger.of(journal, name, USD, () -> Instant.EPOCH));
    }

    /** A provider that creates what it is asked for. */
    private record Provider(Effects world) implements TrainingPipeline {
        @Override
        public Capabilities capabilities() {
            return Capabilities.builder("provider")
                    .verbs(Set.of(Capabilities.Verb.UPLOAD, Capabilities.Verb.LIST, Capabilities.Verb.CANCEL))
                    .build();
        }

        @Override
        public TrainingFile upload(TrainingData data) {
            return TrainingFile.builder("file", "data", "training").build();
        }

        @Override
        public TrainingJob start(TrainingRequest request) {
            String mark = request.mark().orElseThrow();
            world.put(mark);
            return job(mark);
        }

        @Override
        public TrainingJob job(String jobId) {
            JobPhase phase = world.jobs().contains(CANCELLED + jobId) ? JobPhase.CANCELLED : JobPhase.RUNNING;
            return TrainingJob.builder(jobId, JobStatus.of(phase), "base")
                    .mark(jobId)
                    .build();
        }

        @Override
        public TrainingJob cancel(String jobId) {
            world.put(CANCELLED + jobId);
            return job(jobId);
        }

        @Override
        public Stream<TrainingJob> jobs(JobQuery query) {
            return world.jobs().stream()
                    .filter(mark -> query.mark().filter(mark::equals).isPresent())
                    .map(this::job);
        }

        @Override
        public ChatModel chatModel(String modelId) {
            throw new UnsupportedOperationException("nothing is trained to its end");
        }
    }

    /** Looks at a state, whatever has happened so far. */
    private void check(State state) {
        assertThat(new HashSet<>(state.jobs())).as("jobs of runs").hasSameSizeAs(state.jobs());
        Journal stored = Interleavings.reading(state);
        checkAccount(stored, "tenant=acme", state, List.of(first, later));
        checkAccount(stored, "team=search", state, List.of(first, holder));
    }

    private void checkAccount(Journal stored, String name, State state, List<String> runs) {
        Budget account = account(stored, name);
        List<String> set = account.open().stream().map(Budget.Reservation::id).toList();
        // what the provider has cancelled before it trained is not billed
        List<String> paid = runs.stream()
                .filter(state.jobs()::contains)
                .filter(run -> !state.jobs().contains(CANCELLED + run))
                .toList();
        assertThat(paid.size() * 6).as("jobs against the limit of " + name).isLessThanOrEqualTo(10);
        assertThat(account.spent().plus(account.reserved()))
                .as("spent or set aside in " + name + " for " + paid + " of the jobs " + state.jobs())
                .isGreaterThanOrEqualTo(Money.usd(String.valueOf(paid.size() * 6)));
        if (state.over()) {
            for (String run : runs) {
                boolean ended = state.stream("run:" + run).stream()
                        .anyMatch(entry -> entry.type().equals("run.failed")
                                || entry.type().equals("run.cancelled"));
                assertThat(ended && set.contains(run))
                        .as("set aside in " + name + " for what is over")
                        .isFalse();
            }
        }
    }

    /** One is held up between two reservations; the other ends what is in the way, takes over, and may begin more. */
    private Interleavings takenOver(Interleavings.Journals journals, int actionsOfTheFirst, int actionsOfTheOther) {
        setup.advance(holder);
        setup.cancel(holder, "jana");
        List<Consumer<Effects>> other =
                List.of(advance(holder), advance(first), advance(first), advance(later), advance(later));
        return new Interleavings(PAST_THE_LEASE, 1, journals, this::check)
                .owner(Collections.nCopies(actionsOfTheFirst, advance(first)))
                .owner(other.subList(0, actionsOfTheOther));
    }

    /** Both work on a run that somebody cancels, and then on one that wants its money. */
    private Interleavings cancelled(Interleavings.Journals journals, int actionsOfTheFirst) {
        return new Interleavings(PAST_THE_LEASE, 1, journals, this::check)
                .owner(Collections.nCopies(actionsOfTheFirst, advance(first)))
                .owner(List.of(cancel(first), advance(first), advance(first), advance(later), advance(later)));
    }

    private void explore(String what, Interleavings orders, int expected) {
        int states = orders.explore(streams());
        System.out.println("interleavings, " + what + ": " + states + " states, " + orders.steps() + " steps");
        assertThat(states).isGreaterThan(expected);
    }

    @Test
    void runs_ownerHeldUpBetweenTwoReservations_keepTheLimits() {
        explore("taken over", takenOver(Interleavings.HONEST, 1, 2), 2_000);
    }

    @Test
    void runs_cancelledWhileOthersReserve_keepTheLimits() {
        explore("cancelled", cancelled(Interleavings.HONEST, 1), 20_000);
    }

    @Test
    @Tag("campaign")
    void runs_takenOverOnTheWayToTheirJobs_keepTheLimits() {
        explore("taken over, to the job", takenOver(Interleavings.HONEST, 2, 5), 400_000);
    }

    @Test
    @Tag("campaign")
    void runs_cancelledOnTheWayToTheirJobs_keepTheLimits() {
        explore("cancelled, to the job", cancelled(Interleavings.HONEST, 3), 400_000);
    }

    @Test
    void runs_withoutTheConflictOfTheirStream_exceedALimit() {
        Interleavings orders = takenOver(WITHOUT_CONFLICTS, 1, 2);

        assertThatThrownBy(() -> orders.explore(streams())).isInstanceOf(AssertionError.class);
    }

    @Test
    void runs_withoutTheFenceOfReservations_leaveMoneySetAside() {
        Interleavings orders = cancelled(WITHOUT_FENCES, 1);

        assertThatThrownBy(() -> orders.explore(streams()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("for what is over");
    }

    /** What an application does with a lease of its own: whoever is refused gives back what it had set aside. */
    private static void spend(Effects world) {
        long fence = world.append("lease", Journal.ANY_SIZE, List.of(entry("taken")));
        if (world.read("lease", 0, 10).contains(entry("sent"))) {
            return;
        }
        Budget tenant = account(world, "tenant=acme");
        Budget.Reservation set;
        try {
            set = tenant.reserve("work", fence, "work", Optional.of(Money.usd("6")));
        } catch (LeaseLostException | BudgetExceededException e) {
            return;
        }
        try {
            account(world, "team=search").reserve("work", fence, "work", Optional.of(Money.usd("6")));
        } catch (BudgetExceededException e) {
            tenant.release(set);
            return;
        } catch (LeaseLostException e) {
            return;
        }
        try {
            world.append("lease", fence, List.of(entry("sent")));
            world.put("work");
        } catch (JournalConflictException e) {
            // somebody else has the lease by now
            return;
        }
    }

    private static void giveWay(Effects world) {
        account(world, "team=search").release(new Budget.Reservation("holder", "work", Money.usd("6"), 0));
        try {
            account(world, "tenant=acme").reserve("later", "work", Optional.of(Money.usd("6")));
            world.put("later");
        } catch (BudgetExceededException e) {
            // as it should be where the work is under way
            return;
        }
    }

    private static JournalEntry entry(String type) {
        return new JournalEntry(type, Instant.EPOCH, "{}");
    }

    private Interleavings spending(Interleavings.Journals journals) {
        account(journal, "team=search").reserve("holder", "work", Optional.of(Money.usd("6")));
        return new Interleavings(PAST_THE_LEASE, 0, journals, state -> {
                    List<String> paid = new ArrayList<>(state.jobs());
                    assertThat(paid.size() * 6).as("jobs against the limit").isLessThanOrEqualTo(10);
                })
                .owner(List.of(LedgerInterleavingTest::spend))
                .owner(List.of(LedgerInterleavingTest::spend))
                .owner(List.of(LedgerInterleavingTest::giveWay));
    }

    @Test
    void reservations_givenBackByAnOwnerWhoWasOvertaken_keepTheLimit() {
        explore("given back", spending(Interleavings.HONEST), 3_000);
    }

    @Test
    void reservations_withoutTheirFence_exceedTheLimit() {
        Interleavings orders = spending(WITHOUT_FENCES);

        assertThatThrownBy(() -> orders.explore(streams()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("against the limit");
    }
}
