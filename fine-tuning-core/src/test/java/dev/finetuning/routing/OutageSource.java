package dev.finetuning.routing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/** A database that goes away for a while, and counts the connections it was asked for. */
final class OutageSource {
    private static final long DRIVER_TIMEOUT_SECONDS = 30;

    private final DataSource source;
    private final AtomicLong connections = new AtomicLong();
    private volatile Way way = Way.UP;
    private volatile CountDownLatch back = new CountDownLatch(0);

    /** How it treats who connects. */
    enum Way {
        UP,
        /** Fails at once, as a database that was stopped. */
        REFUSES,
        /** Does not answer, as a database behind a network that drops packets; the driver gives up after a while. */
        HANGS
    }

    OutageSource(DataSource source) {
        this.source = source;
    }

    void goAway(Way newWay) {
        back = new CountDownLatch(1);
        way = newWay;
    }

    void comeBack() {
        way = Way.UP;
        back.countDown();
    }

    long connections() {
        return connections.get();
    }

    DataSource asDataSource() {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getConnection")) {
                        connect();
                    }
                    try {
                        return method.invoke(source, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void connect() throws SQLException, InterruptedException {
        connections.incrementAndGet();
        if (way == Way.REFUSES || (way == Way.HANGS && !back.await(DRIVER_TIMEOUT_SECONDS, TimeUnit.SECONDS))) {
            throw new SQLException("the database is away", "08001");
        }
    }
}
