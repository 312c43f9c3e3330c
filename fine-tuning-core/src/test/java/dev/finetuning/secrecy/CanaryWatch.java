package dev.finetuning.secrecy;

import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Watches all logs at their finest, all that is printed and all exceptions of this library while tests
 * run, and fails the test during which a {@link Canary} came out. The build registers it for every test.
 */
public final class CanaryWatch implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(CanaryWatch.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        sightings(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        check(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        check(context);
    }

    static Sightings sightings(ExtensionContext context) {
        return Outlets.of(context.getRoot().getStore(NAMESPACE)).sightings();
    }

    private static void check(ExtensionContext context) {
        List<String> seen = sightings(context).take();
        if (!seen.isEmpty()) {
            throw new AssertionError("a key or a record came out:\n" + String.join("\n", seen));
        }
    }
}
