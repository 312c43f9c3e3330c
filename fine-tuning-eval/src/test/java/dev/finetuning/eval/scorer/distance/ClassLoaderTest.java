package dev.finetuning.eval.scorer.distance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An application that is closed, in a container whose threads go on. */
class ClassLoaderTest {
    @Test
    void between_inAClassLoaderThatIsClosed_isGivenBackThoughTheThreadLives() throws Exception {
        ExecutorService container = Executors.newSingleThreadExecutor();
        try {
            WeakReference<ClassLoader> application =
                    container.submit(ClassLoaderTest::scoreInAnApplication).get(1, TimeUnit.MINUTES);
            for (int i = 0; i < 100 && application.get() != null; i++) {
                System.gc();
            }
            assertThat(application.get()).isNull();
        } finally {
            container.shutdownNow();
        }
    }

    private static WeakReference<ClassLoader> scoreInAnApplication() throws ReflectiveOperationException, IOException {
        URL[] classes = {
            LevenshteinDistance.class.getProtectionDomain().getCodeSource().getLocation()
        };
        try (URLClassLoader application = new URLClassLoader(classes, ClassLoader.getPlatformClassLoader())) {
            Object distance = application
                    .loadClass(LevenshteinDistance.class.getName())
                    .getMethod("between", String.class, String.class)
                    .invoke(null, "kitten", "sitting");
            assertThat(distance).isEqualTo(3);
            return new WeakReference<>(application);
        }
    }
}
