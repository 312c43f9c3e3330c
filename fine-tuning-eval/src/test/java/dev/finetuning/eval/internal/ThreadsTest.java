package dev.finetuning.eval.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ThreadsTest {
    private final ExecutorService pool = Threads.upTo(3, "test");

    @AfterEach
    void shutDown() {
        pool.shutdownNow();
    }

    @Test
    void upTo_moreWorkThanThreads_runsItAllOnAsManyThreadsAsAllowed() throws Exception {
        CountDownLatch allBusy = new CountDownLatch(3);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        List<Future<?>> work = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            work.add(pool.submit(() -> {
                threads.add(Thread.currentThread());
                allBusy.countDown();
                allBusy.await();
                return null;
            }));
        }
        for (Future<?> each : work) {
            each.get();
        }
        assertThat(threads)
                .hasSize(3)
                .allSatisfy(thread -> assertThat(thread.isDaemon()).isTrue());
    }
}
