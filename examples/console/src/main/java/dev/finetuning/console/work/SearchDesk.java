package dev.finetuning.console.work;

import dev.finetuning.console.access.Caller;
import dev.finetuning.console.input.Fields;
import dev.finetuning.console.input.RefusedException;
import dev.finetuning.console.lane.WorkLane;
import dev.finetuning.console.shelf.DatasetShelf;
import dev.finetuning.console.shelf.StoredDataset;
import dev.finetuning.journal.Journal;
import dev.finetuning.registry.version.Author;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunQuery;
import dev.finetuning.search.HyperparameterSearch;
import dev.finetuning.training.TrainingPipeline;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Searches for the best settings. What people want is in the journal, as is what a search has found, so searches go on
 * after a restart where they were. Thread-safe.
 */
public final class SearchDesk implements AutoCloseable {
    /** The label of a trial's run with the name of its search. */
    public static final String SEARCH = "search";
    /** The label of a trial's run with the trial's number. */
    public static final String TRIAL = "trial";

    private static final Logger LOG = LoggerFactory.getLogger(SearchDesk.class);
    private static final String STARTED = "search.started";
    private static final String PROMOTION = "search.promotion-wanted";
    private static final String NAME = "name";
    private static final String BY = "by";

    private final DatasetShelf shelf;
    private final SearchPlans plans;
    private final FineTuningRuns runs;
    private final Journal journal;
    private final TextLog log;
    private final RetryPause pause;
    private final LatestByName<Noted> noted;
    private final Set<String> over = ConcurrentHashMap.newKeySet();
    /** What steps are under way on large datasets, one after another. */
    private final Map<String, SearchParts> large = new ConcurrentHashMap<>();

    private final ExecutorService lane = WorkLane.of("console searching large");
    private final Lock moving = new ReentrantLock();

    SearchDesk(
            DatasetShelf shelf,
            ConsoleProvider provider,
            TrainingPipeline pipeline,
            FineTuningRuns runs,
            Journal journal,
            InstantSource clock) {
        this.shelf = shelf;
        this.plans = new SearchPlans(shelf, provider, pipeline);
        this.runs = runs;
        this.journal = journal;
        this.log = new TextLog(journal, "searches", clock);
        this.noted = new LatestByName<>(log, NAME, "search", Noted::after);
        this.pause = new RetryPause(clock);
    }

    /** What people have said about a search. */
    private record Noted(TextLog.Entry start, Optional<TextLog.Entry> promotion) {
        static Optional<Noted> after(Optional<Noted> before, TextLog.Entry entry) {
            return entry.type().equals(STARTED)
                    ? before.or(() -> Optional.of(new Noted(entry, Optional.empty())))
                    : before.map(one -> new Noted(one.start(), Optional.of(entry)));
        }

        SearchOrder order() {
            return SearchOrder.of(start.fields(), 1);
        }

        String by() {
            return start.fields().require(BY);
        }

        Optional<String> wants() {
            return promotion.map(entry -> entry.fields().require(BY));
        }
    }

    /** All searches, newest first. */
    public List<StartedSearch> all() {
        return noted.newestFirst().stream().map(one -> look(one, List.of())).toList();
    }

    /**
     * One search with the runs of its trials.
     *
     * @throws RefusedException if there is none of that name
     */
    public StartedSearch search(String name) {
        Noted found = noted.get(name);
        return look(found, List.of(name));
    }

    private StartedSearch look(Noted one, List<String> withRuns) {
        SearchOrder order = one.order();
        return new StartedSearch(
                order,
                one.by(),
                one.start().at(),
                one.wants(),
                build(one, plans.parts(order)).build().result(),
                withRuns.isEmpty() ? List.of() : runs.runs(RunQuery.ALL.withLabel(SEARCH, order.name())),
                Optional.ofNullable(large.get(order.name())).flatMap(SearchParts::progress));
    }

    /**
     * Starts a search. The same order again, by a double click or a retry, is carried out once.
     *
     * @throws RefusedException if an order cannot be carried out, or another search has its name
     */
    public StartedSearch start(Fields fields, Caller caller) {
        StoredDataset dataset = shelf.dataset(fields.require("dataset"));
        SearchOrder order = SearchOrder.of(fields, dataset.current().number());
        Optional<Noted> before = Optional.ofNullable(noted.all().get(order.name()));
        if (before.isEmpty()) {
            plans.check(order);
            Map<String, String> texts = new HashMap<>(order.texts());
            texts.put(BY, caller.who());
            texts.put(TrainingDesk.TENANT, caller.tenant());
            log.add(STARTED, texts);
        }
        // of two at the same time, the first counts
        StartedSearch started = search(order.name());
        if (!started.order().texts().equals(order.texts())) {
            throw RefusedException.of(
                    RefusedException.Kind.CONFLICT,
                    "name_taken",
                    "There is another search of this name. Choose another.");
        }
        return started;
    }

    /** Ends a search for good. */
    public StartedSearch cancel(String name, Caller caller) {
        Noted one = noted.get(name);
        build(one, plans.parts(one.order())).build().cancel(caller.who());
        Optional.ofNullable(large.get(name)).ifPresent(SearchParts::end);
        return search(name);
    }

    /**
     * Lets the winner be measured on fresh examples, and promoted if the gates agree. That takes a while; the search
     * then says what came of it.
     *
     * @throws RefusedException if the search is not done, or has no winner
     */
    public StartedSearch promote(String name, Caller caller) {
        StartedSearch search = search(name);
        if (search.promotion().isPresent()) {
            return search;
        }
        if (!search.promotable()) {
            throw RefusedException.of(
                    RefusedException.Kind.CONFLICT,
                    "no_winner",
                    "Only the winner of a search whose trials are over can be promoted.");
        }
        log.add(PROMOTION, Map.of(NAME, name, BY, caller.who()));
        return search(name);
    }

    /** Moves every search that is not over by one step; returns how many were moved. */
    int advanceAll() {
        if (!moving.tryLock()) {
            return 0;
        }
        try {
            return advanceEach();
        } finally {
            moving.unlock();
        }
    }

    private int advanceEach() {
        int moved = 0;
        for (Map.Entry<String, Noted> each : noted.all().entrySet()) {
            String name = each.getKey();
            String state = name + each.getValue().wants().isPresent();
            if (!over.contains(state) && pause.isOver(name)) {
                moved++;
                move(name, each.getValue(), () -> over.add(state));
            }
        }
        return moved;
    }

    /** A step of a search on a large dataset may take minutes, in which everything else is to move. */
    private void move(String name, Noted one, Runnable ended) {
        SearchParts parts = plans.parts(one.order());
        if (!isLarge(parts)) {
            advance(name, one, parts, ended);
        } else if (large.putIfAbsent(name, parts) == null) {
            lane.execute(() -> {
                try {
                    advance(name, one, parts, ended);
                } finally {
                    large.remove(name);
                }
            });
        }
    }

    private static boolean isLarge(SearchParts parts) {
        try {
            return parts.isLarge();
        } catch (RefusedException e) {
            // its data is gone, which the step finds, too
            return false;
        }
    }

    /** Moves a search, and says if nothing is left to do. */
    private void advance(String name, Noted one, SearchParts data, Runnable ended) {
        try (SearchParts parts = data) {
            HyperparameterSearch.Builder search = build(one, parts);
            one.wants()
                    .ifPresent(who -> search.freshData(parts.split().test())
                            .by(Author.of(who, "the winner of the search " + name)));
            search.build().advance();
            if (!look(one, List.of()).moves()) {
                ended.run();
            }
        } catch (RefusedException e) {
            LOG.warn("search {} cannot go on, because its data is gone: {}", name, e.getMessage());
            build(one, data).build().cancel("console: " + e.getMessage());
        } catch (CancellationException e) {
            LOG.info("search {} needs its data no more", name);
        } catch (RuntimeException e) {
            LOG.warn("search {} could not be moved; it will be tried again", name, e);
            pause.failed(name);
        }
    }

    private HyperparameterSearch.Builder build(Noted one, SearchParts parts) {
        SearchOrder order = one.order();
        SearchOrder.Effort effort = order.effort();
        HyperparameterSearch.Builder search = HyperparameterSearch.builder(order.name(), journal, runs)
                .space(order.space())
                .strategy(effort.chooses())
                .objective(effort.measures())
                .trials(effort.trials())
                .parallel(effort.parallel())
                .plan(settings -> plans.plan(order, parts, settings)
                        .addLabel(TrainingDesk.TENANT, one.start().fields().require(TrainingDesk.TENANT))
                        .addLabel(TrainingDesk.BY, one.by()));
        effort.budget().ifPresent(search::budget);
        effort.seed().ifPresent(search::seed);
        return search;
    }

    @Override
    public void close() {
        lane.shutdownNow();
        large.values().forEach(SearchParts::end);
    }
}
