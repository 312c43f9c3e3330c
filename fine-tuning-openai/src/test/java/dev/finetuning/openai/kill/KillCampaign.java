package dev.finetuning.openai.kill;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.openai.kill.Executioner.End;
import dev.finetuning.openai.kill.KillPoint.Kind;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.RunPlan;
import dev.finetuning.run.RunQuery;
import dev.finetuning.run.RunStatus;
import dev.finetuning.sandbox.JobPlan;
import dev.finetuning.secrecy.Canary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Processes take runs through a provider in trouble and are killed again and again: each run first at the next
 * of all boundaries in turn, then wherever chance wants it, and in the end it is left to finish. The same
 * is done to the loop that everybody writes first.
 */
final class KillCampaign {
    private static final int MAX_A_RUN = 8;
    private static final JobPlan QUICK =
            new JobPlan(Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofMillis(200), 3);

    private final int workers;
    private final long seed;
    private final Map<Kind, AtomicInteger> killed = new EnumMap<>(Kind.class);
    private final Map<Kind, AtomicInteger> next = new EnumMap<>(Kind.class);
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger stuck = new AtomicInteger();

    /**
     * What came of it.
     *
     * @param kills how many of each kind
     * @param lost runs that did not get their one model into the registry
     * @param manual processes that failed by themselves, and runs that wait for a person
     */
    record Report(Map<Kind, AtomicInteger> kills, int runs, int jobs, long lost, long manual) {
        int killed() {
            return kills.values().stream().mapToInt(AtomicInteger::get).sum();
        }

        int surplus() {
            return jobs - runs;
        }

        @Override
        public String toString() {
            return "killed=%d runs=%d jobs=%d surplus=%d lost=%d manual=%d (by time=%s, journal=%s, http=%s)"
                    .formatted(
                            killed(),
                            runs,
                            jobs,
                            surplus(),
                            lost,
                            manual,
                            kills.get(Kind.TIME),
                            kills.get(Kind.JOURNAL),
                            kills.get(Kind.HTTP));
        }
    }

    private KillCampaign(int workers, long seed) {
        this.workers = workers;
        this.seed = seed;
        for (Kind kind : Kind.values()) {
            killed.put(kind, new AtomicInteger());
            next.put(kind, new AtomicInteger());
        }
    }

    /** Takes the number of kills, and of those of the naive loop. */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("kill-campaign-");
        ChildJvm jvm = ChildJvm.in(folder.resolve("jvm"));
        System.out.println(ours(folder, jvm, 6, Integer.parseInt(args[0])));
        Report naive = naive(folder, jvm, 6, Integer.parseInt(args[1]));
        System.out.printf("naive duplicates=%d: %s%n", naive.surplus(), naive);
    }

    /** Kills this library's runs so often. */
    static Report ours(Path folder, ChildJvm jvm, int workers, int kills) throws Exception {
        Path own = Files.createDirectories(folder.resolve("ours"));
        KillCampaign campaign = new KillCampaign(workers, 11);
        try (OpenAiSandbox sandbox = new OpenAiSandbox().plan(QUICK);
                Victim harness = new Victim(own, sandbox.url(), Canary.KEY, Boundaries.harmless())) {
            Executioner executioner = new Executioner(sandbox, jvm, own);
            executioner.run(Victim.class, harness.runs().start(plan(0)), KillPoint.NEVER);
            Trouble.at(sandbox, 12);
            campaign.work(kills, number -> harness.runs().start(plan(number)), executioner, Victim.class);
            List<FineTuningRun> all = harness.runs().runs(RunQuery.ALL);
            long whole = all.stream()
                    .filter(run -> run.status() == RunStatus.SUCCEEDED)
                    .filter(run -> harness.registry().view().versions("support").stream()
                                    .filter(version -> version.lineage()
                                            .runId()
                                            .filter(run.id()::equals)
                                            .isPresent())
                                    .count()
                            == 1)
                    .map(run -> run.job().id())
                    .distinct()
                    .count();
            return new Report(
                    campaign.killed,
                    all.size(),
                    sandbox.jobCount(),
                    all.size() - whole,
                    campaign.failed.get()
                            + all.stream()
                                    .filter(run -> run.status() == RunStatus.NEEDS_DECISION)
                                    .count());
        }
    }

    /** Kills the naive loop so often. */
    static Report naive(Path folder, ChildJvm jvm, int workers, int kills) throws Exception {
        Path own = Files.createDirectories(folder.resolve("naive"));
        KillCampaign campaign = new KillCampaign(workers, 13);
        try (OpenAiSandbox sandbox = new OpenAiSandbox().plan(QUICK)) {
            Executioner executioner = new Executioner(sandbox, jvm, own);
            Trouble.at(sandbox, 12);
            campaign.work(kills, number -> naiveRun(own, number), executioner, NaiveVictim.class);
            return new Report(
                    campaign.killed,
                    campaign.started.get(),
                    sandbox.jobCount(),
                    campaign.stuck.get(),
                    campaign.failed.get());
        }
    }

    /** How a run begins. */
    @FunctionalInterface
    private interface Beginning {
        String run(int number) throws IOException;
    }

    private void work(int kills, Beginning beginning, Executioner executioner, Class<?> program) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(workers);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int worker = 0; worker < workers; worker++) {
                all.add(pool.submit(() -> {
                    while (kills() < kills) {
                        int number = started.incrementAndGet();
                        torment(beginning.run(number), new Random(seed + 1_000L * number), executioner, program);
                    }
                    return null;
                }));
            }
            for (Future<?> worker : all) {
                worker.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private int kills() {
        return killed.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    /** Kills a run's processes until one gets through or there were enough, and lets the last one be. */
    private void torment(String id, Random random, Executioner executioner, Class<?> program) throws Exception {
        KillPoint point = nextBoundary(random.nextBoolean() ? Kind.JOURNAL : Kind.HTTP);
        for (int times = 0; times < MAX_A_RUN; times++) {
            switch (executioner.run(program, id, point)) {
                case DONE -> {
                    if (times == 0) {
                        // the boundary lay beyond the run's last one, so all have had their turn
                        next.get(point.kind()).set(0);
                    }
                    return;
                }
                case KILLED -> killed.get(point.kind()).incrementAndGet();
                case FAILED -> failed.incrementAndGet();
            }
            point = KillPoint.any(random);
        }
        if (executioner.run(program, id, KillPoint.NEVER) != End.DONE) {
            stuck.incrementAndGet();
        }
    }

    /** The boundaries of a whole run, one after the other, and then again. */
    private KillPoint nextBoundary(Kind kind) {
        return new KillPoint(kind, next.get(kind).incrementAndGet());
    }

    private static RunPlan plan(int number) {
        List<Example> examples = IntStream.range(0, 12)
                .mapToObj(i -> (Example) ChatExample.of(
                        Message.user("question " + i + " of " + number), Message.assistant("answer " + i)))
                .toList();
        return RunPlan.builder("support", "gpt-4o-mini-2024-07-18", examples).build();
    }

    private static String naiveRun(Path folder, int number) throws IOException {
        String line = "{\"messages\":[{\"role\":\"user\",\"content\":\"question\"},"
                + "{\"role\":\"assistant\",\"content\":\"answer\"}]}\n";
        Files.writeString(folder.resolve("run-" + number + ".jsonl"), line.repeat(12));
        return "run-" + number;
    }
}
