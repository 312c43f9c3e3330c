package dev.finetuning.routing;

/**
 * Receives every question that went to a version. It is called on the asking thread, so it should return
 * quickly. Exceptions are logged and otherwise ignored.
 */
@FunctionalInterface
public interface RouteListener {
    /** Called with the latest call. */
    void onCall(RoutedCall call);
}
