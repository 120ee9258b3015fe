import 'uplot/dist/uPlot.min.css';
import '@carry/style/index.css';
