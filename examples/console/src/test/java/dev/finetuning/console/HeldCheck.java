package dev.finetuning.console;

import dev.finetuning.example.Example;
import dev.finetuning.quality.Check;
import dev.finetuning.quality.Finding;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * Waits at the second example until it may go on.
 *
 * @param reached counted down there
 * @param let counted down by whoever lets it go on
 */
record HeldCheck(CountDownLatch reached, CountDownLatch let) implements Check {
    @Override
    public Inspection begin(Consumer<Finding> findings) {
        return new Inspection() {
            private int seen;

            @Override
            public void look(Example example) {
                if (++seen == 2) {
                    reached.countDown();
                    try {
                        let.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
            }
        };
    }

    @Override
    public boolean independent() {
        return true;
    }
}
