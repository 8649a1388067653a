/** Greets whoever calls: {@code java Greet.java}. */
class Greet {
    public static void main(String[] args) {
        System.out.println(greeting());
    }

    static String greeting() {
        return "Hello";
    }
}
