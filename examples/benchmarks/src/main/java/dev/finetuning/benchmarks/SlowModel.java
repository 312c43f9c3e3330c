package dev.finetuning.benchmarks;

import dev.finetuning.Sleeper;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.chat.Usage;
import dev.finetuning.eval.TestCase;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes its time over each question: always the same for the same question and seed. */
final class SlowModel implements ChatModel {
    private static final double MEDIAN_MILLIS = 10;
    // the 95th percentile of a standard normal variable is 1.645, and 40 ms is four times the median
    private static final double SIGMA = Math.log(4) / 1.645;

    private final Map<String, Duration> latencies = new LinkedHashMap<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    SlowModel(List<TestCase> cases, long seed) {
        Random random = new Random(seed);
        for (TestCase testCase : cases) {
            double millis = MEDIAN_MILLIS * Math.exp(SIGMA * random.nextGaussian());
            latencies.put(testCase.input().get(0).text(), Duration.ofNanos((long) (millis * 1e6)));
        }
    }

    /** The least time any order could take: all latencies divided by the width, or the longest one. */
    double idealSeconds(int width) {
        double all = latencies.values().stream().mapToLong(Duration::toNanos).sum() / 1e9;
        double longest =
                latencies.values().stream().mapToLong(Duration::toNanos).max().orElse(0) / 1e9;
        return Math.max(all / width, longest);
    }

    /**
     * The time it takes to ask in the order given, the next question the moment a call ends (Graham's list
     * scheduling): what is left to somebody who cannot know how long a question will take.
     */
    double inOrderSeconds(int width) {
        PriorityQueue<Long> free = new PriorityQueue<>();
        for (int i = 0; i < width; i++) {
            free.add(0L);
        }
        long end = 0;
        for (Duration latency : latencies.values()) {
            long done = free.remove() + latency.toNanos();
            free.add(done);
            end = Math.max(end, done);
        }
        return end / 1e9;
    }

    int mostInFlight() {
        return most.get();
    }

    @Override
    public String id() {
        return "slow";
    }

    @Override
    public ChatReply ask(ChatRequest request) {
        most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
        try {
            String question = request.messages().get(0).text();
            Duration latency = latencies.getOrDefault(question, Duration.ZERO);
            Sleeper.system().sleep(latency);
            return ChatReply.of(id(), "an answer to " + question, Usage.NONE, latency);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            inFlight.decrementAndGet();
        }
    }
}
