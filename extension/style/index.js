import '@carry/style/index.css';
